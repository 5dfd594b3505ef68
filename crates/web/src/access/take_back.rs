//! A member shows one browser or one app the door.

use crate::State;
use crate::error::PageError;
use crate::signin::towards;
use crate::visitor::Posted;
use axum::extract::{self, Path};
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::ids::TokenId;
use hearth_core::members::held;
use hearth_core::signin::sessions;

/// `POST /access/apps/{id}`
pub(crate) async fn app(
    extract::State(state): extract::State<State>,
    Path(id): Path<i64>,
    Posted { visitor, .. }: Posted,
) -> Result<Response, PageError> {
    let Some(session) = visitor.member() else { return Ok(towards("/signin", "/access").into_response()) };
    held::take_back(&state.core, session.account.id, TokenId(id)).await?;
    Ok(Redirect::to("/access").into_response())
}

/// `POST /access/browsers/{id}`
pub(crate) async fn browser(
    extract::State(state): extract::State<State>,
    Path(id): Path<i64>,
    Posted { visitor, .. }: Posted,
) -> Result<Response, PageError> {
    let Some(session) = visitor.member() else { return Ok(towards("/signin", "/access").into_response()) };
    sessions::end_one(&state.core, session.account.id, id).await?;
    Ok(Redirect::to("/access").into_response())
}
