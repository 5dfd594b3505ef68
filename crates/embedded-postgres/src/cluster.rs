//! Is the running cluster: its address, and its end.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::home::{Home, Lock};
use crate::pid_file::{self, Found, PidFile, Stage};
use crate::settings::Settings;
use crate::start::{self, STEP, Up};
use crate::{launch, sockets};

/// A Postgres that answers.
///
/// If this value started it, dropping the value stops it. If another process did, that process does: this one only uses it,
/// and finds its connections closed when the other one ends.
#[derive(Debug)]
pub struct Cluster {
    home: Home,
    sockets: PathBuf,
    pid: u32,
    owned: Option<Owned>,
}

/// What only the process has that started the server.
#[derive(Debug)]
struct Owned {
    child: Child,
    log_start: u64,
    _lock: Lock,
}

/// How long a process may hold the lock without any server of its being seen.
const UNSEEN: Duration = Duration::from_secs(120);
/// How long a clean shutdown may take before an immediate one, which the next start repairs, takes its place.
const SHUTDOWN: Duration = Duration::from_secs(60);

impl Cluster {
    /// Starts the cluster in `settings.data_dir`, or attaches to it if another process of this kind already runs it.
    ///
    /// Makes the data folder on the first call; creates no database. Blocks: about a second the first time, a fifth of one
    /// later, and for as long as recovery takes after a crash. Any thread may call it.
    ///
    /// # Errors
    /// No Postgres on the machine, or none that can read the folder; root without any way to be somebody else; a folder that
    /// belongs to another user or is used from another container; and whatever the file system refuses.
    pub fn start(settings: &Settings) -> Result<Self, Error> {
        let home = Home::make(&settings.data_dir)?;
        let mut seen = Instant::now();
        loop {
            if let Some(lock) = home.try_lock()? {
                return Self::run(home, settings, lock);
            }
            match pid_file::look(&home.cluster()) {
                Found::Running(file) if file.stage == Stage::Ready => return Ok(Self::theirs(home, file)),
                Found::Running(_) => seen = Instant::now(),
                _ if seen.elapsed() > UNSEEN => return Err(Error::Busy { lock: home.lock() }),
                _ => {}
            }
            thread::sleep(STEP);
        }
    }

    /// Attaches to the cluster in this data folder if a process runs it right now and it answers.
    ///
    /// Meant for commands that are given while the server runs. `None` means that nobody does; [`Cluster::start`] then does.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn attach(data_dir: impl AsRef<Path>) -> Result<Option<Self>, Error> {
        let Some(home) = Home::existing(data_dir.as_ref())? else { return Ok(None) };
        // A free lock means that the server's process is gone: what can still be seen of Postgres is about to end.
        if home.try_lock()?.is_some() {
            return Ok(None);
        }
        match pid_file::look(&home.cluster()) {
            Found::Running(file) if file.stage == Stage::Ready => Ok(Some(Self::theirs(home, file))),
            _ => Ok(None),
        }
    }

    /// The address of a database in this cluster. `postgres` always exists.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let sockets = encoded(self.sockets.as_os_str().as_bytes());
        format!("postgresql:///{}?host={sockets}&user=hearth", encoded(database.as_bytes()))
    }

    /// The server's process.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        Some(self.pid)
    }

    /// Whether the server still runs. If it was killed, drop this value and start again.
    #[must_use]
    pub fn is_running(&mut self) -> bool {
        match &mut self.owned {
            Some(owned) => matches!(owned.child.try_wait(), Ok(None)),
            None => {
                matches!(pid_file::look(&self.home.cluster()), Found::Running(file) if file.pid == self.pid)
            }
        }
    }

    /// Shuts the server down cleanly and waits for its end; sessions are closed, open transactions rolled back.
    ///
    /// Leaves it alone if another process started it.
    ///
    /// # Errors
    /// The server had been killed, or did not manage within a minute and was ended at once; no answered commit is lost.
    pub fn stop(mut self) -> Result<(), Error> {
        self.shut_down()
    }

    fn run(home: Home, settings: &Settings, lock: Lock) -> Result<Self, Error> {
        match start::run(&home, settings)? {
            Up::Theirs(file) => Ok(Self::theirs(home, file)),
            Up::Started(child, file, log_start) => {
                let owned = Owned { child, log_start, _lock: lock };
                Ok(Self { home, sockets: file.sockets, pid: file.pid, owned: Some(owned) })
            }
        }
    }

    fn theirs(home: Home, file: PidFile) -> Self {
        Self { home, sockets: file.sockets, pid: file.pid, owned: None }
    }

    fn shut_down(&mut self) -> Result<(), Error> {
        let Some(mut owned) = self.owned.take() else { return Ok(()) };
        let status = end(&mut owned.child)?;
        sockets::remove(&self.home, &self.sockets);
        if status.success() {
            return Ok(());
        }
        Err(Error::Unclean { status, said: self.home.end_of_log(owned.log_start) })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nobody is left to tell; the next start finds out by itself and repairs what there is to repair.
        let _ = self.shut_down();
    }
}

/// Asks for a clean end and waits for it.
fn end(child: &mut Child) -> Result<ExitStatus, Error> {
    let pid = child.id();
    let asked = Instant::now();
    let mut request = libc::SIGINT;
    let mut send = true;
    loop {
        if let Some(status) = start::ended(child)? {
            return Ok(status);
        }
        if send {
            // The child has not been waited for, so its number cannot have become anybody else's.
            launch::signal(pid, request).map_err(Error::io("stop", Path::new("postgres")))?;
            send = false;
        }
        if request == libc::SIGINT && asked.elapsed() > SHUTDOWN {
            (request, send) = (libc::SIGQUIT, true);
        }
        thread::sleep(STEP);
    }
}

/// Percent-encodes what would mean something in an address.
fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(*byte))
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_any_folder_name() {
        assert_eq!(encoded("/home/ada/sto ries & é".as_bytes()), "/home/ada/sto%20ries%20%26%20%C3%A9");
    }
}
