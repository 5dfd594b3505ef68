//! Why a document is not given, as bare as peers expect it: a status and nothing that tells more.

use super::reply::{self, ACTIVITY_JSON};
use crate::Error;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hearth_core::Error as CoreError;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

/// Why a document is not given.
#[derive(Debug)]
pub(super) enum Refusal {
    /// There is none, or the asker may not know of it: the same bytes for both.
    NotFound,
    /// It was deleted; with its tombstone, where there is one.
    Gone(Option<Bytes>),
    /// The signature does not hold, or one is needed.
    Unauthorized,
    /// The asker's server is blocked, or the asker is suspended.
    Forbidden,
    /// Trouble of ours that passes; never 404, at which peers delete their copies.
    Unavailable(u64),
    /// A fault of ours.
    Internal,
}

impl From<CoreError> for Refusal {
    fn from(error: CoreError) -> Self {
        match error {
            CoreError::NotFound(_) | CoreError::Invalid(_) | CoreError::Conflict(_) => Self::NotFound,
            CoreError::Gone(_) => Self::Gone(None),
            CoreError::Forbidden(_) => Self::Forbidden,
            CoreError::Unavailable { retry_after, cause } => {
                tracing::warn!(%cause, "a document could not be read");
                Self::Unavailable(retry_after.as_secs().max(1))
            }
            CoreError::Internal(cause) => {
                tracing::error!(%cause, "a document could not be made");
                Self::Internal
            }
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Core(error) => error.into(),
            Error::Signature(_) => Self::Unauthorized,
            Error::Blocked(_) => Self::Forbidden,
            error if error.passes() => Self::Unavailable(60),
            Error::Client(_) | Error::Status(_) | Error::Untrusted(_) | Error::Budget => Self::Unauthorized,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone(_) => StatusCode::GONE,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = match self {
            Self::Gone(Some(tombstone)) => {
                (status, [(CONTENT_TYPE, ACTIVITY_JSON)], tombstone).into_response()
            }
            Self::Unavailable(seconds) => {
                (status, [(RETRY_AFTER, HeaderValue::from(seconds))]).into_response()
            }
            _ => status.into_response(),
        };
        reply::keep_private(&mut response);
        response
    }
}
