//! Shows the code to the member, for apps that cannot be sent back to.

use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::html::own;
use askama::Template;
use axum::extract::{self, RawQuery};
use axum::response::Response;
use http::StatusCode;

#[derive(Template)]
#[template(path = "native.html")]
struct Shown {
    server: String,
    code: String,
}

/// `GET /oauth/authorize/native`. Only what looks like a code is shown, so that no link puts words into our mouth.
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes()).ok_or_else(PageError::unreadable)?;
    let code = fields.get("code");
    if code.len() != 43
        || !code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    {
        return Err(PageError::missing());
    }
    own(StatusCode::OK, &Shown { server: state.title, code: code.to_owned() })
}
