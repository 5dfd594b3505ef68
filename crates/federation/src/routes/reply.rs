//! How documents are answered: their media type, and who may keep a copy for how long.

use super::asker::Asker;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, LOCATION, VARY};
use http::{HeaderValue, StatusCode};

/// The media type of ActivityPub documents, without parameters: some readers compare it letter by letter.
pub(super) const ACTIVITY_JSON: &str = "application/activity+json";

/// Everything that can make the same address answer differently. `Signature` stands for both signature schemes,
/// `Authorization` for the page of the same address.
const VARIES: HeaderValue = HeaderValue::from_static("Accept, Signature, Authorization");

/// An ActivityPub document. What was given to somebody who signed is for nobody else; what anybody may have may be
/// kept for a minute.
pub(super) fn document(asker: &Asker, body: impl Into<Bytes>) -> Response {
    let mut response = ([(CONTENT_TYPE, ACTIVITY_JSON)], body.into()).into_response();
    if asker.is_anybody() {
        keep_public(&mut response)
    } else {
        keep_private(&mut response)
    }
    response
}

/// A document that is the same for everybody, whoever asks.
pub(super) fn open(media_type: &str, body: impl Into<Bytes>) -> Response {
    let mut response = body.into().into_response();
    if let Ok(media_type) = HeaderValue::from_str(media_type) {
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    keep_public(&mut response);
    response
}

/// The way from an id to the page of the same thing.
pub(super) fn see_page(address: &str) -> Response {
    let Ok(address) = HeaderValue::from_str(address) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response();
    response.headers_mut().insert(VARY, VARIES);
    response
}

/// Marks an answer as one that nobody may keep.
pub(super) fn keep_private(response: &mut Response) {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response.headers_mut().insert(VARY, VARIES);
}

fn keep_public(response: &mut Response) {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    response.headers_mut().insert(VARY, VARIES);
}
