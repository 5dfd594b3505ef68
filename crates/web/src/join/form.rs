//! The form with which somebody joins.

use super::problems::Problems;
use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::html::{own, page};
use crate::visitor::Visitor;
use askama::Template;
use axum::extract::{self, RawQuery};
use axum::response::Response;
use hearth_core::signup::Mode;
use http::StatusCode;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "join.html")]
struct Form<'a> {
    server: String,
    domain: String,
    token: String,
    mode: Mode,
    message: String,
    rules: Arc<[String]>,
    present: Option<String>,
    typed: &'a Fields,
    problems: Problems,
    wait: String,
}

/// `GET /join`, with the code of an invitation as `code` if somebody was given a link.
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes()).ok_or_else(PageError::unreadable)?;
    again(&state, &visitor, &fields, Problems::default(), String::new(), StatusCode::OK)
}

/// The form with what was typed, except the password, and with what is to be mended.
pub(super) fn again(
    state: &State,
    visitor: &Visitor,
    typed: &Fields,
    problems: Problems,
    wait: String,
    status: StatusCode,
) -> Result<Response, PageError> {
    let form = Form {
        server: state.title.clone(),
        domain: state.core.here.domain().to_owned(),
        token: visitor.token(),
        mode: state.registrations.mode,
        message: state.registrations.message.clone(),
        rules: Arc::clone(&state.rules),
        present: visitor.member().map(|session| session.account.name.clone()),
        typed,
        problems,
        wait,
    };
    Ok(visitor.settle(&state.core, own(status, &form)?))
}

#[derive(Template)]
#[template(path = "asked.html")]
struct Asked {
    server: String,
}

/// `GET /join/asked`: where somebody comes who asked for an account.
pub(crate) async fn asked(extract::State(state): extract::State<State>) -> Result<Response, PageError> {
    page(&Asked { server: state.title })
}
