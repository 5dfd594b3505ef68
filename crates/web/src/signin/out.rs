//! Signing out.

use crate::State;
use crate::cookies::{self, Kept};
use crate::error::PageError;
use crate::visitor::Posted;
use axum::extract;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::signin::sessions;
use http::header::SET_COOKIE;

/// `POST /signout`
pub(crate) async fn out(
    extract::State(state): extract::State<State>,
    Posted { visitor, .. }: Posted,
) -> Result<Response, PageError> {
    sessions::end(&state.core, visitor.cookie()).await?;
    let mut response = Redirect::to("/").into_response();
    if let Some(value) = cookies::forget(&state.core.here, Kept::Session) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(response)
}
