//! What paths name: ids and words. What cannot be read names nothing.

use crate::error::ApiError;
use axum::extract::{FromRequestParts, Path};
use http::request::Parts;

/// The id in a path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Id(pub(crate) i64);

/// The word in a path, percent-decoded.
#[derive(Debug, Clone)]
pub(crate) struct Word(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Word(text) = Word::from_request_parts(parts, state).await?;
        text.parse().map(Self).map_err(|_| ApiError::not_found())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Word {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<String>::from_request_parts(parts, state).await {
            // No column can hold a NUL.
            Ok(Path(text)) if !text.contains('\0') => Ok(Self(text)),
            _ => Err(ApiError::not_found()),
        }
    }
}
