//! A page for what went wrong, on which a person can act.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use hearth_core::Error;
use http::header::{CACHE_CONTROL, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) enum PageError {
    /// As the domain says.
    Core(Error),
    /// What this person can do something about, in words for them.
    Told { status: StatusCode, title: &'static str, words: String },
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl PageError {
    /// There is nothing at this address, or nothing that may be shown.
    pub(crate) fn missing() -> Self {
        Self::Core(Error::NotFound("page"))
    }
}

impl PageError {
    /// A form that did not come from a page that we gave this browser (cross-site request forgery).
    pub(crate) fn foreign() -> Self {
        Self::Told {
            status: StatusCode::FORBIDDEN,
            title: "This form is too old",
            words: "It was not sent from a page that this browser was given lately, so nothing was done. Open the page \
                    again and try once more. Cookies must be allowed for that."
                .to_owned(),
        }
    }

    /// A form or a link that cannot be read.
    pub(crate) fn unreadable() -> Self {
        Self::Told {
            status: StatusCode::BAD_REQUEST,
            title: "This cannot be read",
            words: "The form or the link is damaged: something stands in it twice, or it is too long."
                .to_owned(),
        }
    }

    /// An app that asks for what it cannot have.
    pub(crate) fn app(words: impl Into<String>) -> Self {
        let words = words.into();
        Self::Told {
            status: StatusCode::BAD_REQUEST,
            title: "This app cannot be let in",
            words: format!("{words} Nothing was given to it. If you want to use it, tell those who make it."),
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    title: &'static str,
    words: String,
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, title, words) = match &self {
            Self::Told { status, title, words } => (*status, *title, words.clone()),
            Self::Core(error) => {
                let (status, title, words) = words_for(error);
                (status, title, words.to_owned())
            }
        };
        let html = ErrorPage { title, words }.render().unwrap_or_else(|_| title.to_owned());
        let mut response = (status, Html(html)).into_response();
        let headers = response.headers_mut();
        match &self {
            Self::Core(error) if status.is_server_error() => {
                tracing::error!(%error, cause = ?std::error::Error::source(error), "page failed");
                if let Error::Unavailable { retry_after, .. } = error {
                    headers.insert(RETRY_AFTER, retry_after.as_secs().into());
                }
            }
            Self::Core(_) => {}
            Self::Told { .. } => {
                headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
        }
        response
    }
}

fn words_for(error: &Error) -> (StatusCode, &'static str, &'static str) {
    match error {
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
    }
}
