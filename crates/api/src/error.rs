//! Errors as apps know them: `{"error": "…"}` with the texts that they match.

use axum::Json;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use hearth_core::Error;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;
use std::borrow::Cow;

/// Why a request was not done.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    text: Cow<'static, str>,
    retry_after: Option<u64>,
}

/// What a handler answers.
pub(crate) type Answer<T> = Result<Json<T>, ApiError>;

impl ApiError {
    /// A status and a text.
    pub(crate) fn new(status: StatusCode, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status, text: text.into(), retry_after: None }
    }

    /// What it answers.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What it says.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// 404, as for everything that is not there or may not be known.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Record not found")
    }

    /// 429 with when to try again.
    pub(crate) fn too_many(wait: TimeDelta) -> Self {
        let seconds = u64::try_from(wait.num_seconds()).unwrap_or_default() + 1;
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests") }
    }

    /// 422 with what is wrong.
    pub(crate) fn invalid(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, text)
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(_) | Error::Gone(_) => Self::not_found(),
            Error::Forbidden(text) => Self::new(StatusCode::FORBIDDEN, text),
            Error::Invalid(text) | Error::Conflict(text) => Self::invalid(text),
            Error::Unavailable { retry_after, cause } => {
                tracing::warn!(%cause, "the client API answers 503");
                let text = "The server is busy, try again in a moment";
                Self {
                    retry_after: Some(retry_after.as_secs()),
                    ..Self::new(StatusCode::SERVICE_UNAVAILABLE, text)
                }
            }
            Error::Internal(cause) => {
                tracing::error!(%cause, "the client API answers 500");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong here, not with you")
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(json!({ "error": self.text }))).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
