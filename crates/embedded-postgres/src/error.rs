//! Names everything that can keep a private cluster from running, each with a text that says what to do.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// Why there is no cluster. The texts are meant for the person who runs the server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither `initdb` nor `postgres` was found.
    #[error(
        "no Postgres on this machine: install one (Debian, Ubuntu: `apt-get install postgresql`), \
         or set `database.url` to a server that runs elsewhere"
    )]
    NoBinaries,
    /// The data folder was made by a major version that is not installed.
    #[error(
        "{} was made by PostgreSQL {made_by}, and this machine has only {found}, which cannot read it: install \
         PostgreSQL {made_by} beside it (Debian: `apt-get install postgresql-{made_by}`), or have a server of version \
         {made_by} write a dump with `pg_dump`, move the folder away and restore the dump into a new one", .cluster.display()
    )]
    OtherVersion {
        /// Postgres's data folder.
        cluster: PathBuf,
        /// The major version that made it.
        made_by: u32,
        /// The major versions found, as text.
        found: String,
    },
    /// The data folder belongs to somebody else.
    #[error(
        "{} belongs to the user with the number {owner}, and this process runs as {user}: run Hearth as that user, or give \
         the folder to this one (`chown -R {user}`)", .folder.display()
    )]
    ForeignOwner {
        /// The folder of the cluster.
        folder: PathBuf,
        /// Its owner's uid.
        owner: u32,
        /// This process's uid.
        user: u32,
    },
    /// Postgres refuses to run as root, and no way to be somebody else worked.
    #[error(
        "Postgres does not run as root, and nothing else works here ({tried}): run Hearth as an ordinary user, choose a \
         `server.data_dir` that other users can reach (such as /var/lib/hearth), or set `database.url`"
    )]
    NoIdentity {
        /// Each way that was tried and what was said.
        tried: String,
    },
    /// `initdb` failed.
    #[error("initdb could not make a cluster: {said}")]
    Initialise {
        /// The end of its output.
        said: String,
    },
    /// Postgres ended before it was ready.
    #[error("Postgres ended at once ({status}): {said}")]
    EndedEarly {
        /// How it ended.
        status: ExitStatus,
        /// The end of its log.
        said: String,
    },
    /// Postgres ended, but not as it should; the next start repairs what has to be repaired.
    #[error("Postgres did not shut down cleanly ({status}); the next start recovers from its log: {said}")]
    Unclean {
        /// How it ended.
        status: ExitStatus,
        /// The end of its log.
        said: String,
    },
    /// Somebody holds the lock, but no cluster of theirs can be seen.
    #[error(
        "another process holds {}, but its Postgres cannot be seen from here: is another container using the same folder? \
         Stop it, or give this one a `server.data_dir` of its own", .lock.display()
    )]
    Busy {
        /// The lock file.
        lock: PathBuf,
    },
    /// No folder is short enough, ours and closed to others.
    #[error("no folder can hold the database's socket ({tried})")]
    NoSocketFolder {
        /// Each folder that was tried and what was wrong with it.
        tried: String,
    },
    /// The file system or the kernel refused something.
    #[error("could not {doing} {}: {source}", .path.display())]
    Io {
        /// What was attempted, as a verb.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// Makes an [`Error::Io`] out of what the system said about a path.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
