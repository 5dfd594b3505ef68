//! Somebody sends the form with which they join.

use super::form::again;
use super::problems::Problems;
use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::signin::{enter, waiting};
use crate::visitor::{Posted, Visitor};
use axum::extract;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::Error;
use hearth_core::signup::{Flaw, Mode, Newcomer, apply, join};
use http::StatusCode;

const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// `POST /join`: whoever may come in is signed in; who asks is told so.
pub(crate) async fn send(
    extract::State(state): extract::State<State>,
    Posted { visitor, fields }: Posted,
) -> Result<Response, PageError> {
    let again = |problems, wait, status| again(&state, &visitor, &fields, problems, wait, status);
    let mode = state.registrations.mode;
    if mode == Mode::Closed {
        return again(Problems::default(), String::new(), StatusCode::FORBIDDEN);
    }
    if mode == Mode::Invite && fields.some("code").is_none() {
        let problems = Problems::uninvited("Please put in the code of your invitation.");
        return again(problems, String::new(), REFUSED);
    }
    if let Some(time) = state.registrations.wait(&state.core, visitor.address()).await? {
        return again(Problems::default(), waiting(time), StatusCode::TOO_MANY_REQUESTS);
    }
    match come(&state, &visitor, &fields).await {
        Ok(Ok(onward)) => Ok(onward),
        Ok(Err(flaws)) => again(Problems::of(&flaws), String::new(), REFUSED),
        Err(PageError::Core(Error::Forbidden(words))) => {
            again(Problems::uninvited(words), String::new(), REFUSED)
        }
        Err(other) => Err(other),
    }
}

/// Makes the account and signs in, or keeps that somebody asks. Answers what is to be mended, if something is.
async fn come(
    state: &State,
    visitor: &Visitor,
    fields: &Fields,
) -> Result<Result<Response, Vec<Flaw>>, PageError> {
    let mode = state.registrations.mode;
    let newcomer = Newcomer {
        name: fields.get("name").trim(),
        email: fields.get("email").trim(),
        password: fields.get("password"),
        agrees: !fields.get("agrees").is_empty(),
        language: "",
        code: fields.some("code").map(str::trim).filter(|_| mode == Mode::Invite),
    };
    if mode == Mode::Application {
        let asked = apply(&state.core, &newcomer, fields.get("reason"), None).await?;
        return Ok(asked.map(|_| Redirect::to("/join/asked").into_response()));
    }
    match join(&state.core, &newcomer).await? {
        Ok(account) => Ok(Ok(enter(state, visitor, account.id, true, Redirect::to("/home")).await?)),
        Err(flaws) => Ok(Err(flaws)),
    }
}
