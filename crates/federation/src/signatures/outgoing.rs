//! What a request of ours says, before it is signed in either scheme.

use chrono::{DateTime, Utc};
use http::{HeaderValue, Method};
use url::{Position, Url};

use super::SignatureError;

/// A request about to be signed. Nothing here is copied: the delivery path signs one of these per inbox.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// `GET` or `POST`.
    pub method: &'a Method,
    /// Where it goes. A fragment is not sent and not signed.
    pub url: &'a Url,
    /// When it is signed.
    pub at: DateTime<Utc>,
    /// The body of a `POST`.
    pub body: Option<Body<'a>>,
}

/// The body of an outgoing request, hashed beforehand: one activity goes to many inboxes.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    /// SHA-256 of the bytes that are sent.
    pub digest: &'a [u8; 32],
    /// The `Content-Type`, for example `application/activity+json`.
    pub content_type: &'a str,
}

impl<'a> Outgoing<'a> {
    /// A `POST` of a body.
    pub fn post(url: &'a Url, at: DateTime<Utc>, digest: &'a [u8; 32], content_type: &'a str) -> Self {
        Self { method: &Method::POST, url, at, body: Some(Body { digest, content_type }) }
    }

    /// A `GET`.
    pub fn get(url: &'a Url, at: DateTime<Utc>) -> Self {
        Self { method: &Method::GET, url, at, body: None }
    }

    /// Host and, where it is not the scheme's own, port: what the HTTP client will send as `Host`.
    pub(super) fn host(&self) -> &'a str {
        &self.url[Position::BeforeHost..Position::AfterPort]
    }

    /// Path and query.
    pub(super) fn path(&self) -> &'a str {
        &self.url[Position::BeforePath..Position::AfterQuery]
    }

    /// The whole address without its fragment.
    pub(super) fn target(&self) -> &'a str {
        &self.url[..Position::AfterQuery]
    }
}

/// A header value from text.
///
/// # Errors
/// `KeyUnusable` when the text cannot be a header: only a broken key id or content type of our own gets here.
pub(super) fn value(text: &str) -> Result<HeaderValue, SignatureError> {
    HeaderValue::from_str(text).map_err(|_| SignatureError::KeyUnusable("cannot stand in a header"))
}

/// A key id that can stand between quotes as it is.
///
/// # Errors
/// `KeyUnusable` for quotes, backslashes, spaces and anything not printable.
pub(super) fn quotable(key_id: &str) -> Result<&str, SignatureError> {
    if key_id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\') {
        Ok(key_id)
    } else {
        Err(SignatureError::KeyUnusable("key id is not a URL"))
    }
}
