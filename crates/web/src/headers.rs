//! Headers of every page: nothing runs, nothing is framed, nothing says where a reader came from.

use axum::response::Response;
use http::HeaderValue;
use http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Adds them.
pub(crate) async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let all: [(HeaderName, &'static str); 5] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("permissions-policy"),
            "interest-cohort=(), geolocation=(), camera=(), microphone=()",
        ),
    ];
    for (name, value) in all {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// The policy of a page whose form may be answered with an address elsewhere: an origin, or the scheme of an app.
pub(crate) fn with_form_to(target: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&POLICY.replace("form-action 'self'", &format!("form-action 'self' {target}"))).ok()
}
