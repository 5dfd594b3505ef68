//! A page for what went wrong, on which a person can act.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use hearth_core::Error;
use http::StatusCode;

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) struct PageError(Error);

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl PageError {
    /// There is nothing at this address, or nothing that may be shown.
    pub(crate) fn missing() -> Self {
        Self(Error::NotFound("page"))
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    title: &'static str,
    words: &'static str,
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, title, words) = match &self.0 {
            Error::NotFound(_) | Error::Forbidden(_) | Error::Invalid(_) | Error::Conflict(_) => (
                StatusCode::NOT_FOUND,
                "Nothing to read here",
                "There is no page at this address, or it is not meant for everyone. If somebody gave you the link, ask \
                 them whether it is complete, or read it in the app in which you follow them.",
            ),
            Error::Gone(_) => (
                StatusCode::GONE,
                "Taken back",
                "The person who told this has taken it back. Please respect that, and do not pass copies on.",
            ),
            Error::Unavailable { .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                "One moment",
                "The server is busy or restarting. Nothing is lost: try again in a minute.",
            ),
            Error::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "That was us",
                "Something went wrong here, not with you. Try again; if it stays so, tell the people who run this server.",
            ),
        };
        if status.is_server_error() {
            tracing::error!(error = %self.0, cause = ?std::error::Error::source(&self.0), "page failed");
        }
        let html = ErrorPage { title, words }.render().unwrap_or_else(|_| title.to_owned());
        let mut response = (status, Html(html)).into_response();
        if let Error::Unavailable { retry_after, .. } = &self.0 {
            response.headers_mut().insert(http::header::RETRY_AFTER, retry_after.as_secs().into());
        }
        response
    }
}
