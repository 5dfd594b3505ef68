//! Shows a member who can come in in their name, and by what.

use crate::State;
use crate::error::PageError;
use crate::html::own;
use crate::signin::towards;
use crate::visitor::Visitor;
use askama::Template;
use axum::extract;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use hearth_core::members::held;
use hearth_core::signin::second::enrol;
use hearth_core::signin::sessions::{self, WebSession};
use http::StatusCode;

/// An app or a browser.
struct Door {
    id: String,
    name: String,
    website: Option<String>,
    scopes: String,
    since: String,
    used: String,
    present: bool,
}

#[derive(Template)]
#[template(path = "access.html")]
struct Access {
    server: String,
    token: String,
    handle: String,
    problem: String,
    second: bool,
    browsers: Vec<Door>,
    apps: Vec<Door>,
}

/// `GET /access`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let Some(session) = visitor.member() else { return Ok(towards("/signin", "/access").into_response()) };
    page(&state, &visitor, session, StatusCode::OK, String::new()).await
}

/// The page, with what went wrong just now.
pub(super) async fn page(
    state: &State,
    visitor: &Visitor,
    session: &WebSession,
    status: StatusCode,
    problem: String,
) -> Result<Response, PageError> {
    let (core, account) = (&state.core, &session.account);
    let browsers = sessions::of_account(core, account.id).await?;
    let apps = held::of_account(core, account.id).await?;
    let access = Access {
        server: state.title.clone(),
        token: visitor.token(),
        handle: format!("@{}@{}", account.name, core.here.domain()),
        problem,
        second: enrol::is_on(core, account.id).await?,
        browsers: browsers.into_iter().map(|browser| browser_door(browser, session.id)).collect(),
        apps: apps.into_iter().map(app_door).collect(),
    };
    own(status, &access)
}

fn browser_door(browser: sessions::Browser, present: i64) -> Door {
    let name = if browser.agent.is_empty() { "A browser without a name".to_owned() } else { browser.agent };
    Door {
        id: browser.id.to_string(),
        name,
        website: None,
        scopes: String::new(),
        since: day(browser.created_at),
        used: day(browser.seen_at),
        present: browser.id == present,
    }
}

fn app_door(token: held::Held) -> Door {
    Door {
        id: token.id.to_string(),
        name: token.label,
        website: token.website,
        scopes: token.scopes.join(" "),
        since: day(token.created_at),
        used: token.last_used_at.map_or_else(|| "never used".to_owned(), day),
        present: false,
    }
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y").to_string()
}
