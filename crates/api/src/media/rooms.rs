//! Where files are kept, and how many pictures are made ready at once: each may fill much memory.

use hearth_media::picture::{self, Limits};
use hearth_media::store::{Name, Store};
use std::fs::File;
use std::io;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Pictures made ready at once in this process.
const AT_ONCE: usize = 2;

/// Files and the work on them; cheap to clone.
#[derive(Debug, Clone)]
pub struct Rooms {
    store: Arc<dyn Store>,
    work: Arc<Semaphore>,
}

impl Rooms {
    /// Files kept in `store`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, work: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Makes a picture ready, once it is its turn.
    pub(crate) async fn prepare(
        &self,
        file: bytes::Bytes,
        limits: Limits,
    ) -> io::Result<Result<picture::Prepared, picture::Refused>> {
        let _turn = self.work.acquire().await.map_err(io::Error::other)?;
        spawn_blocking(move || picture::prepare(&file, &limits)).await.map_err(io::Error::other)
    }

    /// Keeps a file; answers its name with the ending that tells its type.
    pub(crate) async fn keep(&self, bytes: Vec<u8>, media_type: &str) -> io::Result<String> {
        let (store, ending) = (self.store.clone(), ending(media_type));
        let name = spawn_blocking(move || store.put(&bytes)).await.map_err(io::Error::other)??;
        Ok(format!("{}.{ending}", name.as_str()))
    }

    /// Removes a file that came to stand in no row.
    pub(crate) async fn remove(&self, file: &str) {
        let (store, Some((name, _))) = (self.store.clone(), read(file)) else { return };
        if !matches!(spawn_blocking(move || store.remove(&name)).await, Ok(Ok(()))) {
            tracing::warn!(file, "a file that nobody needs could not be removed");
        }
    }

    /// Opens a file by its name with its ending; also answers its type and its length.
    pub(crate) async fn open(&self, file: &str) -> io::Result<(File, &'static str, u64)> {
        let (store, Some((name, kind))) = (self.store.clone(), read(file)) else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let opened = spawn_blocking(move || {
            let file = store.open(&name)?;
            let length = file.metadata()?.len();
            Ok::<_, io::Error>((file, length))
        });
        let (file, length) = opened.await.map_err(io::Error::other)??;
        Ok((file, kind, length))
    }
}

/// All types that are ever served, by their endings: nothing that a browser would run.
const TYPES: [(&str, &str); 3] = [("jpg", "image/jpeg"), ("png", "image/png"), ("gif", "image/gif")];

fn ending(media_type: &str) -> &'static str {
    TYPES.iter().find(|(_, kind)| *kind == media_type).map_or("bin", |(ending, _)| ending)
}

fn read(file: &str) -> Option<(Name, &'static str)> {
    let (name, ending) = file.split_once('.')?;
    let (_, kind) = TYPES.iter().find(|(known, _)| *known == ending)?;
    Some((Name::parse(name)?, kind))
}
