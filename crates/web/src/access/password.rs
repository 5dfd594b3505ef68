//! A member changes their password.

use super::{confirmed, show};
use crate::State;
use crate::cookies::{self, Kept};
use crate::error::PageError;
use crate::signin::towards;
use crate::visitor::{Posted, Visitor};
use axum::extract;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::Error;
use hearth_core::ids::AccountId;
use hearth_core::signin::{devices, password, sessions};
use http::StatusCode;
use http::header::SET_COOKIE;

/// `POST /access/password`: every other browser and all apps are out then; this browser stays in, under a new session.
pub(crate) async fn change(
    extract::State(state): extract::State<State>,
    Posted { visitor, fields }: Posted,
) -> Result<Response, PageError> {
    let Some(session) = visitor.member() else { return Ok(towards("/signin", "/access").into_response()) };
    let again = |status, words| show::page(&state, &visitor, session, status, words);
    if let Err((status, words)) =
        confirmed(&state, &visitor, &session.account, fields.get("password")).await?
    {
        return again(status, words).await;
    }
    match password::set(&state.core, session.account.id, fields.get("new")).await {
        Ok(()) => stay(&state, &visitor, session.account.id).await,
        Err(Error::Invalid(words)) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, format!("Not changed: {words}.")).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn stay(state: &State, visitor: &Visitor, account: AccountId) -> Result<Response, PageError> {
    let core = &state.core;
    let mut response = Redirect::to("/access").into_response();
    let session = sessions::begin(core, account, true, &visitor.agent).await?;
    for (kept, text) in [(Kept::Session, session), (Kept::Device, devices::remember(core, account).await?)] {
        if let Some(value) = cookies::keep(&core.here, kept, &text) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    Ok(response)
}
