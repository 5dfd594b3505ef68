//! The pages, one file each.

pub(crate) mod account;
pub(crate) mod front;
pub(crate) mod story;
pub(crate) mod tag;
pub(crate) mod welcome;

use crate::error::PageError;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::ids::AccountId;
use http::HeaderMap;

/// Somebody we do not know reads: pages show what is open to everyone.
pub(crate) const ANYONE: AccountId = AccountId(0);

/// What is at no address of ours.
pub(crate) async fn missing() -> PageError {
    PageError::missing()
}

/// Sends other servers, which ask for documents, from a page to the document.
pub(crate) fn document_for(headers: &HeaderMap, uri: &str) -> Option<Response> {
    hearth_federation::routes::wants_activity(headers).then(|| {
        let mut response = Redirect::to(uri).into_response();
        response.headers_mut().insert(http::header::VARY, http::HeaderValue::from_static("Accept"));
        response
    })
}
