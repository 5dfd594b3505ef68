//! The parts of a received request that a signature can speak about.

use std::borrow::Cow;

use http::{HeaderMap, Method, header::HOST, request::Parts};

use super::SignatureError;

/// A borrowed view of a request as it came over the wire.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method as received.
    pub method: &'a Method,
    /// Path and query exactly as received (`/inbox?x=1`), before any router has cut a prefix off.
    pub path: &'a str,
    /// The authority of an HTTP/2 request or an absolute target; stands in for an absent `Host`.
    pub authority: Option<&'a str>,
    /// All headers.
    pub headers: &'a HeaderMap,
}

impl<'a> Request<'a> {
    /// Views the parts of a request. Behind a nested axum router pass parts whose URI is the original one.
    pub fn of(parts: &'a Parts) -> Self {
        Self {
            method: &parts.method,
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()),
            authority: parts.uri.authority().map(|authority| authority.as_str()),
            headers: &parts.headers,
        }
    }

    /// The host this request is meant for: the one `Host` header, or else the authority.
    ///
    /// # Errors
    /// `Malformed` for two `Host` headers or one that is not ASCII.
    pub(super) fn host(&self) -> Result<Option<&'a str>, SignatureError> {
        let mut hosts = self.headers.get_all(HOST).iter();
        let first = hosts.next();
        if hosts.next().is_some() {
            return Err(SignatureError::Malformed("two Host headers"));
        }
        match first {
            Some(host) => {
                host.to_str().map(Some).map_err(|_| SignatureError::Malformed("Host is not plain text"))
            }
            None => Ok(self.authority),
        }
    }

    /// The value of a header as both schemes sign it: each line trimmed, lines joined by `, `.
    pub(super) fn header(&self, name: &str) -> Option<Cow<'a, [u8]>> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next()?.as_bytes().trim_ascii();
        let mut joined = Cow::Borrowed(first);
        for value in values {
            let all = joined.to_mut();
            all.extend_from_slice(b", ");
            all.extend_from_slice(value.as_bytes().trim_ascii());
        }
        Some(joined)
    }

    /// True for the methods whose signature has to cover a body digest: all but GET, HEAD and OPTIONS.
    pub(super) fn has_body(&self) -> bool {
        !matches!(*self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }
}
