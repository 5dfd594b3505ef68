//! Renders a template as an answer.

use crate::error::PageError;
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::header::{CACHE_CONTROL, VARY};
use http::{HeaderValue, StatusCode};

/// The page of a template. Pages that anyone may read are kept by caches for a minute.
pub(crate) fn page(template: &impl Template) -> Result<Response, PageError> {
    let html = template.render().map_err(hearth_core::Error::internal)?;
    let mut response = Html(html).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Cookie"));
    Ok(response)
}

/// The page of a template that is meant for one person alone: nothing keeps it.
pub(crate) fn own(status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
    let html = template.render().map_err(hearth_core::Error::internal)?;
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
