//! Files that pages are made of.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

const STYLE: &str = include_str!("../assets/hearth.css");
const AVATAR: &[u8] = include_bytes!("../assets/avatar.png");
const HEADER: &[u8] = include_bytes!("../assets/header.png");

/// A file by its name.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let (kind, bytes): (&str, &'static [u8]) = match name.as_str() {
        "hearth.css" => ("text/css; charset=utf-8", STYLE.as_bytes()),
        "avatar.png" => ("image/png", AVATAR),
        "header.png" => ("image/png", HEADER),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=3600")], bytes).into_response()
}

/// Pages say themselves whether they may be indexed; only doors for programs are closed here.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /api/\nDisallow: /users/\nDisallow: /activities/\n"
}
