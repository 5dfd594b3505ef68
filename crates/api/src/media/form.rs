//! What an app sends with a file: the file itself, and what is said of it.

use crate::error::ApiError;
use crate::params::Words;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;

/// A file as it comes in; the order of its parts is free.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    pub(crate) file: Bytes,
    /// A picture that stands for film or sound; empty for none.
    pub(crate) thumbnail: Bytes,
    pub(crate) said: Said,
}

/// What is said of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    pub(crate) description: Option<Words>,
    pub(crate) focus: Words,
}

impl Said {
    /// `x,y`, each −1 to 1.
    pub(crate) fn focus(&self) -> Result<Option<(f32, f32)>, ApiError> {
        let text = self.focus.0.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let number = |text: &str| text.trim().parse::<f32>().ok().filter(|number| number.is_finite());
        let read = text.split_once(',').and_then(|(x, y)| number(x).zip(number(y)));
        read.map(Some)
            .ok_or_else(|| ApiError::invalid("Validation failed: Focus is not two numbers with a comma"))
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| no_file())?;
        let mut upload = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| failed(&error))? {
            match part.name().unwrap_or_default() {
                "file" => upload.file = part.bytes().await.map_err(|error| failed(&error))?,
                "thumbnail" => upload.thumbnail = part.bytes().await.map_err(|error| failed(&error))?,
                "description" => {
                    upload.said.description = Some(Words(part.text().await.map_err(|error| failed(&error))?))
                }
                "focus" => upload.said.focus = Words(part.text().await.map_err(|error| failed(&error))?),
                _ => {}
            }
        }
        if upload.file.is_empty() { Err(no_file()) } else { Ok(upload) }
    }
}

fn no_file() -> ApiError {
    ApiError::invalid("Validation failed: File can't be blank")
}

fn failed(error: &MultipartError) -> ApiError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "This file is too large")
        }
        _ => ApiError::new(StatusCode::BAD_REQUEST, "The form cannot be read"),
    }
}
