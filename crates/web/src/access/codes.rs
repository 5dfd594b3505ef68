//! A member takes one-time codes as a second proof, or gives them up.

use super::{confirmed, show};
use crate::State;
use crate::error::PageError;
use crate::html::own;
use crate::signin::towards;
use crate::visitor::{Posted, Visitor};
use askama::Template;
use axum::extract;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::Error;
use hearth_core::accounts::Account;
use hearth_core::signin::second::enrol::{self, Key};
use http::StatusCode;

#[derive(Template)]
#[template(path = "codes_begin.html")]
struct Begun {
    server: String,
    token: String,
    key: Key,
    problem: String,
}

#[derive(Template)]
#[template(path = "codes_done.html")]
struct Done {
    server: String,
    codes: Vec<String>,
}

/// `POST /access/codes/begin`: shows the key for the phone. The password is asked for, so that a browser that was left
/// open cannot be used to lock its member out.
pub(crate) async fn begin(
    extract::State(state): extract::State<State>,
    Posted { visitor, fields }: Posted,
) -> Result<Response, PageError> {
    let Some(session) = visitor.member() else { return Ok(towards("/signin", "/access").into_response()) };
    match confirmed(&state, &visitor, &session.account, fields.get("password")).await? {
        Ok(()) => begun(&state, &visitor, &session.account, StatusCode::OK, "").await,
        Err((status, words)) => show::page(&state, &visitor, session, status, words).await,
    }
}

/// `POST /access/codes/confirm`: they are on, once the phone has shown that it has the key.
pub(crate) async fn confirm(
    extract::State(state): extract::State<State>,
    Posted { visitor, fields }: Posted,
) -> Result<Response, PageError> {
    let Some(session) = visitor.member() else { return Ok(towards("/signin", "/access").into_response()) };
    match enrol::confirm(&state.core, session.account.id, fields.get("code")).await {
        Ok(codes) => own(StatusCode::OK, &Done { server: state.title, codes }),
        Err(Error::Invalid(words)) => {
            begun(&state, &visitor, &session.account, StatusCode::UNPROCESSABLE_ENTITY, &words).await
        }
        Err(Error::Conflict(words)) => {
            show::page(&state, &visitor, session, StatusCode::CONFLICT, words).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /access/codes/end`
pub(crate) async fn end(
    extract::State(state): extract::State<State>,
    Posted { visitor, fields }: Posted,
) -> Result<Response, PageError> {
    let Some(session) = visitor.member() else { return Ok(towards("/signin", "/access").into_response()) };
    if let Err((status, words)) =
        confirmed(&state, &visitor, &session.account, fields.get("password")).await?
    {
        return show::page(&state, &visitor, session, status, words).await;
    }
    enrol::end(&state.core, session.account.id).await?;
    Ok(Redirect::to("/access").into_response())
}

async fn begun(
    state: &State,
    visitor: &Visitor,
    account: &Account,
    status: StatusCode,
    problem: &str,
) -> Result<Response, PageError> {
    let key = enrol::begin(&state.core, account).await?;
    let page =
        Begun { server: state.title.clone(), token: visitor.token(), key, problem: problem.to_owned() };
    own(status, &page)
}
