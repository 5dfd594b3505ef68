//! Knows where everything of one cluster lies, and makes sure that only one process at a time runs it.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::launch;

/// The folder `postgres/` inside a data folder. All paths are absolute.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    /// The data folder that holds this one.
    pub(crate) data_dir: PathBuf,
    /// The folder itself.
    pub(crate) folder: PathBuf,
}

/// The lock that the process which runs the cluster holds; the kernel lets go of it when that process ends.
#[derive(Debug)]
pub(crate) struct Lock(
    #[expect(dead_code, reason = "held, never read: closing the file gives the lock back")] File,
);

/// A log longer than this is set aside at the next start; one older log is kept.
const LOG_BYTES: u64 = 8 << 20;
/// How much of the end of the log an error shows.
const TAIL_BYTES: u64 = 2 << 10;

impl Home {
    /// How the names of folders begin in which `initdb` works.
    pub(crate) const FRESH: &str = "cluster.new";

    /// Opens the folder, making what is missing.
    pub(crate) fn make(data_dir: &Path) -> Result<Self, Error> {
        fs::create_dir_all(data_dir).map_err(Error::io("make", data_dir))?;
        let data_dir = fs::canonicalize(data_dir).map_err(Error::io("find", data_dir))?;
        let folder = data_dir.join("postgres");
        if !folder.is_dir() {
            let made = DirBuilder::new().mode(0o700).recursive(true).create(&folder);
            made.map_err(Error::io("make", &folder))?;
        }
        let owner = fs::metadata(&folder).map_err(Error::io("look at", &folder))?.uid();
        let user = launch::effective_uid();
        if user != 0 && owner != user {
            return Err(Error::ForeignOwner { folder, owner, user });
        }
        Ok(Self { data_dir, folder })
    }

    /// Opens the folder if it is there.
    pub(crate) fn existing(data_dir: &Path) -> Result<Option<Self>, Error> {
        let folder = data_dir.join("postgres");
        if !folder.try_exists().map_err(Error::io("look into", data_dir))? {
            return Ok(None);
        }
        Self::make(data_dir).map(Some)
    }

    /// Postgres's own data folder.
    pub(crate) fn cluster(&self) -> PathBuf {
        self.folder.join("cluster")
    }

    /// Where `initdb` works before the result becomes [`Home::cluster`].
    pub(crate) fn fresh(&self) -> PathBuf {
        self.folder.join(format!("{}.{}", Self::FRESH, std::process::id()))
    }

    /// The lock file.
    pub(crate) fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }

    /// The major version that made the cluster; none if there is no cluster yet.
    pub(crate) fn made_by(&self) -> Result<Option<u32>, Error> {
        let path = self.cluster().join("PG_VERSION");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.trim().split('.').next().and_then(|major| major.parse().ok())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("read", &path)(error)),
        }
    }

    /// Takes the lock unless another process (or another cluster of this one) has it.
    pub(crate) fn try_lock(&self) -> Result<Option<Lock>, Error> {
        let path = self.lock();
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let file = file.map_err(Error::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(Error::io("lock", &path)(error)),
        }
    }

    /// Opens the log for a server to write to, and sets a long one aside first.
    pub(crate) fn open_log(&self) -> Result<File, Error> {
        let path = self.log();
        if fs::metadata(&path).is_ok_and(|log| log.len() > LOG_BYTES) {
            fs::rename(&path, self.folder.join("log.old")).map_err(Error::io("set aside", &path))?;
        }
        let log = OpenOptions::new().create(true).append(true).mode(0o600).open(&path);
        log.map_err(Error::io("open", &path))
    }

    /// The last lines of the log that were written after `start`, for an error's text.
    pub(crate) fn end_of_log(&self, start: u64) -> String {
        let mut bytes = Vec::new();
        let read = File::open(self.log()).and_then(|mut log| {
            let end = log.metadata()?.len();
            log.seek(SeekFrom::Start(start.max(end.saturating_sub(TAIL_BYTES))))?;
            log.read_to_end(&mut bytes)
        });
        match read {
            Ok(_) => String::from_utf8_lossy(&bytes).trim().to_owned(),
            Err(error) => format!("its log cannot be read: {error}"),
        }
    }

    /// What Postgres says.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}
