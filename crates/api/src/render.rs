//! Writes an answer's JSON straight into its body, so that lists are not copied on the way.

use crate::error::ApiError;
use axum::body::Body;
use axum::response::Response;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;

/// What a handler answers whose JSON borrows from what it looked up.
pub(crate) type Rendered = Result<Response, ApiError>;

/// Bytes that one story takes with its author, roughly: what is set aside for each item before writing.
const ITEM: usize = 2_048;

/// The answer with one thing in it.
pub(crate) fn one<T: Serialize>(item: &T) -> Response {
    written(item, ITEM)
}

/// The answer with a list in it.
pub(crate) fn list<T: Serialize>(items: &[T]) -> Response {
    written(items, ITEM * items.len() + 2)
}

fn written<T: Serialize + ?Sized>(value: &T, about: usize) -> Response {
    let mut bytes = Vec::with_capacity(about);
    if let Err(error) = serde_json::to_writer(&mut bytes, value) {
        return axum::response::IntoResponse::into_response(ApiError::from(hearth_core::Error::internal(
            error,
        )));
    }
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
