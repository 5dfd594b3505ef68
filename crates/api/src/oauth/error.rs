//! Refusals as RFC 6749 (5.2) words them, which apps match.

use crate::error::ApiError;
use axum::Json;
use axum::response::{IntoResponse, Response};
use hearth_core::Error;
use http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;
use std::borrow::Cow;

/// Why an app does not get what it asks for.
#[derive(Debug)]
pub(super) enum Refusal {
    /// One of the kinds of the standard.
    Oauth { status: StatusCode, error: &'static str, description: Cow<'static, str> },
    /// Everything else: trouble here, too many tries.
    Other(ApiError),
}

impl Refusal {
    fn of(status: StatusCode, error: &'static str, description: impl Into<Cow<'static, str>>) -> Self {
        Self::Oauth { status, error, description: description.into() }
    }

    /// There is no such app, or it did not prove to be it. Apps that read this register anew.
    pub(super) fn client() -> Self {
        Self::of(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Client authentication failed: no app is known here by this id and secret",
        )
    }

    /// The code or the password is no good.
    pub(super) fn grant() -> Self {
        Self::of(
            StatusCode::BAD_REQUEST,
            "invalid_grant",
            "What was granted is unknown, used, too old, another app's, or does not fit the request",
        )
    }

    pub(super) fn scope() -> Self {
        Self::of(
            StatusCode::BAD_REQUEST,
            "invalid_scope",
            "The scope is unknown, or more than the app registered for",
        )
    }

    pub(super) fn missing(parameter: &str) -> Self {
        Self::of(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            format!("Missing required parameter: {parameter}"),
        )
    }

    pub(super) fn grant_type() -> Self {
        Self::of(
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "This server gives no tokens for this grant type: its metadata names those that it knows",
        )
    }

    pub(super) fn foreign_token() -> Self {
        Self::of(StatusCode::FORBIDDEN, "unauthorized_client", "You are not authorized to revoke this token")
    }
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self::Other(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Other(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = match self {
            Self::Other(error) => error.into_response(),
            Self::Oauth { status, error, description } => {
                let body = json!({ "error": error, "error_description": description });
                let mut response = (status, Json(body)).into_response();
                if status == StatusCode::UNAUTHORIZED {
                    let realm = HeaderValue::from_static("Basic realm=\"apps\"");
                    response.headers_mut().insert(WWW_AUTHENTICATE, realm);
                }
                response
            }
        };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
