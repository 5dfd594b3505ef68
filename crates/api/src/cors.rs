//! Lets apps that run in browsers ask from anywhere; no credentials but the token they send.

use http::{HeaderName, Method};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

/// The layer for everything under `/api`.
pub(crate) fn layer() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        // A wildcard would not cover `Authorization` (Fetch standard, "CORS non-wildcard request-header name").
        .allow_headers(AllowHeaders::mirror_request())
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
        ])
        .expose_headers(
            [
                "link",
                "x-ratelimit-limit",
                "x-ratelimit-remaining",
                "x-ratelimit-reset",
                "x-request-id",
                "mastodon-async-refresh",
            ]
            .map(HeaderName::from_static),
        )
}
