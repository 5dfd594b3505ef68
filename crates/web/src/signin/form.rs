//! Name and password.

use super::{enter, inward, towards, waiting};
use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::html::own;
use crate::visitor::{Posted, Visitor};
use askama::Template;
use axum::extract::{self, RawQuery};
use axum::response::{Redirect, Response};
use hearth_core::signin::prove::{self, Known, Proof};
use hearth_core::signup::Mode;
use http::StatusCode;

#[derive(Template)]
#[template(path = "signin.html")]
struct Form {
    server: String,
    token: String,
    next: String,
    name: String,
    problem: String,
    present: Option<String>,
    joins: bool,
}

/// `GET /signin`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes()).ok_or_else(PageError::unreadable)?;
    page(&state, &visitor, fields.get("next"), "", String::new(), StatusCode::OK)
}

/// `POST /signin`
pub(crate) async fn answer(
    extract::State(state): extract::State<State>,
    Posted { visitor, fields }: Posted,
) -> Result<Response, PageError> {
    let (name, next) = (fields.get("name"), inward(&state, fields.get("next")));
    let again = |problem: String, status| page(&state, &visitor, &next, name, problem, status);
    match prove::prove(&state.core, &visitor.attempt(name, fields.get("password"))).await? {
        Proof::Right(Known { account, second: false }) => {
            enter(&state, &visitor, account, true, Redirect::to(&next)).await
        }
        Proof::Right(Known { account, second: true }) => {
            enter(&state, &visitor, account, false, towards("/signin/code", &next)).await
        }
        Proof::Wrong => {
            let words = "The name or the password is not right. Please try again.";
            again(words.to_owned(), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Proof::Wait(time) => again(waiting(time), StatusCode::TOO_MANY_REQUESTS),
    }
}

fn page(
    state: &State,
    visitor: &Visitor,
    next: &str,
    name: &str,
    problem: String,
    status: StatusCode,
) -> Result<Response, PageError> {
    let form = Form {
        server: state.title.clone(),
        token: visitor.token(),
        next: inward(state, next),
        name: name.to_owned(),
        problem,
        joins: state.registrations.mode != Mode::Closed,
        present: visitor.member().map(|session| session.account.name.clone()),
    };
    Ok(visitor.settle(&state.core, own(status, &form)?))
}
