//! What can go wrong between servers.

use crate::client::ClientError;
use crate::signatures::SignatureError;

/// The result of talking with another server.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a peer's document, request or answer was not used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The domain refused or failed.
    #[error(transparent)]
    Core(#[from] hearth_core::Error),
    /// The other server could not be asked.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A signature or key cannot be used.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The other server answered with this status.
    #[error("the other server answered {0}")]
    Status(u16),
    /// A document is not what it should be: what is wrong with it.
    #[error("{0}")]
    Untrusted(&'static str),
    /// The host is blocked here, or not on the allow-list.
    #[error("this server does not deal with {0}")]
    Blocked(String),
    /// One activity caused as many fetches as it may.
    #[error("too many fetches for one activity")]
    Budget,
}

impl Error {
    /// Whether the same may work later.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::Core(error) => error.passes(),
            Self::Client(error) => error.passes(),
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::Signature(_) | Self::Untrusted(_) | Self::Blocked(_) | Self::Budget => false,
        }
    }
}
