//! The one-time code after the password.

use super::{enter, inward, towards, waiting};
use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::html::own;
use crate::visitor::{Posted, Visitor};
use askama::Template;
use axum::extract::{self, RawQuery};
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::signin::{Proof, second};
use http::StatusCode;

#[derive(Template)]
#[template(path = "code.html")]
struct Form {
    server: String,
    token: String,
    next: String,
    problem: String,
}

/// `GET /signin/code`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes()).ok_or_else(PageError::unreadable)?;
    let next = inward(&state, fields.get("next"));
    if visitor.half().is_none() {
        return Ok(towards("/signin", &next).into_response());
    }
    page(&state, &visitor, next, String::new(), StatusCode::OK)
}

/// `POST /signin/code`
pub(crate) async fn answer(
    extract::State(state): extract::State<State>,
    Posted { visitor, fields }: Posted,
) -> Result<Response, PageError> {
    let next = inward(&state, fields.get("next"));
    let Some(half) = visitor.half() else { return Ok(towards("/signin", &next).into_response()) };
    let account = half.account.id;
    match second::check(&state.core, account, &visitor.attempt("", fields.get("code"))).await? {
        Proof::Right(()) => enter(&state, &visitor, account, true, Redirect::to(&next)).await,
        Proof::Wrong => {
            let words = "This is not the code. Each code works once; wait for the next one and try again.";
            page(&state, &visitor, next, words.to_owned(), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Proof::Wait(time) => page(&state, &visitor, next, waiting(time), StatusCode::TOO_MANY_REQUESTS),
    }
}

fn page(
    state: &State,
    visitor: &Visitor,
    next: String,
    problem: String,
    status: StatusCode,
) -> Result<Response, PageError> {
    own(status, &Form { server: state.title.clone(), token: visitor.token(), next, problem })
}
