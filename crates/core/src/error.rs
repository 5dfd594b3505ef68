//! What can go wrong in the domain: a kind, a text that is safe to show, and a cause that is logged once at the edge.

use std::time::Duration;

/// The result of a verb or a query.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the domain refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the asker may not know of it.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// It was there and was deleted.
    #[error("{0} is gone")]
    Gone(&'static str),
    /// The asker may not do this. The text says why.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The input cannot be used. The text says what to do.
    #[error("{0}")]
    Invalid(String),
    /// The input contradicts what is there.
    #[error("{0}")]
    Conflict(String),
    /// The server is in trouble; the same request may work later.
    #[error("the server is busy, try again in a moment")]
    Unavailable {
        /// When to try again.
        retry_after: Duration,
        /// What happened, for the log.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A fault of ours.
    #[error("something went wrong here")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Input that cannot be used; `text` says what to do about it.
    pub fn invalid(text: impl Into<String>) -> Self {
        Self::Invalid(text.into())
    }

    /// A fault of ours, with its cause.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Trouble that passes, such as a database that restarts.
    pub fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unavailable { retry_after: Duration::from_secs(5), cause: cause.into() }
    }

    /// Whether trying the same again later can help.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Diesel};
        match error {
            Diesel::NotFound => Self::NotFound("record"),
            Diesel::DatabaseError(
                Kind::ClosedConnection | Kind::SerializationFailure | Kind::UnableToSendCommand,
                _,
            )
            | Diesel::BrokenTransactionManager => Self::unavailable(error),
            Diesel::DatabaseError(Kind::Unknown, ref info) if shuts_down(info.message()) => {
                Self::unavailable(error)
            }
            other => Self::internal(other),
        }
    }
}

/// Postgres tells of its own restarts and full disks, and of deadlocks, in words under the kind `Unknown`.
fn shuts_down(message: &str) -> bool {
    [
        "terminating connection",
        "connection closed",
        "starting up",
        "shutting down",
        "recovery mode",
        "deadlock",
        "No space left",
    ]
    .iter()
    .any(|sign| message.contains(sign))
}
