//! Where files are kept, and how many pictures are made ready at once: each may fill much memory.

use hearth_core::media::expect::expect;
use hearth_core::{Core, Error, Result};
use hearth_media::picture::{self, Limits};
use hearth_media::store::{Name, Store};
use moka::sync::Cache;
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};
use tokio::task::spawn_blocking;

/// Pictures made ready at once in this process.
const AT_ONCE: usize = 2;

/// Files and the work on them; cheap to clone.
#[derive(Debug, Clone)]
pub struct Rooms {
    core: Core,
    store: Arc<dyn Store>,
    others: Arc<dyn Store>,
    work: Arc<Semaphore>,
    asking: Cache<String, Arc<Mutex<()>>>,
    films: bool,
}

impl Rooms {
    /// Files of members kept in `store`, pictures of other servers in `others`.
    #[must_use]
    pub fn new(core: Core, store: Arc<dyn Store>, others: Arc<dyn Store>) -> Self {
        let asking = Cache::builder().max_capacity(10_000).time_to_idle(Duration::from_secs(60)).build();
        Self { core, store, others, work: Arc::new(Semaphore::new(AT_ONCE)), asking, films: false }
    }

    /// The same, with film and sound taken or not.
    #[must_use]
    pub fn with_films(self, films: bool) -> Self {
        Self { films, ..self }
    }

    /// Whether film and sound are taken.
    pub(crate) fn films(&self) -> bool {
        self.films
    }

    /// Lets one at a time ask for a picture of another server.
    pub(crate) fn turn(&self, url: &str) -> Arc<Mutex<()>> {
        self.asking.get_with_by_ref(url, Arc::default)
    }

    /// Keeps a picture of another server under its name.
    pub(crate) async fn keep_others(&self, name: String, bytes: Vec<u8>) -> io::Result<()> {
        let store = self.others.clone();
        let put = move || store.put(&Name::parse(&name).ok_or(io::ErrorKind::InvalidInput)?, &bytes);
        spawn_blocking(put).await.map_err(io::Error::other)?
    }

    /// Opens a picture of another server, as [`Rooms::open`] does.
    pub(crate) async fn open_others(&self, file: &str) -> io::Result<Opened> {
        open(self.others.clone(), file).await
    }

    /// Makes a picture ready, once it is its turn.
    pub(crate) async fn prepare(
        &self,
        file: bytes::Bytes,
        limits: Limits,
    ) -> io::Result<std::result::Result<picture::Prepared, picture::Refused>> {
        let _turn = self.work.acquire().await.map_err(io::Error::other)?;
        spawn_blocking(move || picture::prepare(&file, &limits)).await.map_err(io::Error::other)
    }

    /// Keeps a file; answers its name with the ending that tells its type. Unless a row needs it within the hour, it goes.
    pub(crate) async fn keep(&self, bytes: Vec<u8>, media_type: &str) -> Result<String> {
        let (store, name) = (self.store.clone(), Name::new());
        let file = format!("{}.{}", name.as_str(), ending(media_type));
        expect(&self.core, &file).await?;
        let put = spawn_blocking(move || store.put(&name, &bytes));
        put.await.map_err(Error::internal)?.map_err(Error::unavailable)?;
        Ok(file)
    }

    /// Opens a file by its name with its ending.
    pub(crate) async fn open(&self, file: &str) -> io::Result<Opened> {
        open(self.store.clone(), file).await
    }
}

/// A file to be shown: with its type and its length.
pub(crate) type Opened = (File, &'static str, u64);

async fn open(store: Arc<dyn Store>, file: &str) -> io::Result<Opened> {
    let Some((name, kind)) = read(file) else { return Err(io::ErrorKind::NotFound.into()) };
    let opened = spawn_blocking(move || {
        let file = store.open(&name)?;
        let length = file.metadata()?.len();
        Ok::<_, io::Error>((file, length))
    });
    let (file, length) = opened.await.map_err(io::Error::other)??;
    Ok((file, kind, length))
}

/// All types that are ever served, by their endings: nothing that a browser would run.
const TYPES: [(&str, &str); 5] = [
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("gif", "image/gif"),
    ("mp4", "video/mp4"),
    ("mp3", "audio/mpeg"),
];

/// The ending for a type.
pub(crate) fn ending(media_type: &str) -> &'static str {
    TYPES.iter().find(|(_, kind)| *kind == media_type).map_or("bin", |(ending, _)| ending)
}

fn read(file: &str) -> Option<(Name, &'static str)> {
    let (name, ending) = file.split_once('.')?;
    let (_, kind) = TYPES.iter().find(|(known, _)| *known == ending)?;
    Some((Name::parse(name)?, kind))
}
