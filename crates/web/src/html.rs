//! Renders a template as an answer.

use crate::error::PageError;
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, VARY};

/// The page of a template. Pages that anyone may read are kept by caches for a minute.
pub(crate) fn page(template: &impl Template) -> Result<Response, PageError> {
    let html = template.render().map_err(hearth_core::Error::internal)?;
    let mut response = Html(html).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}
