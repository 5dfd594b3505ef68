//! What a member has not told yet: what can still be taken back, and what is only kept.

use crate::State;
use crate::acts::refused;
use crate::error::PageError;
use crate::html::own;
use crate::member::{Member, Sent};
use askama::Template;
use axum::extract::{self, Path};
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::{DateTime, Utc};
use hearth_core::drafts::{Kept, delete, list, wait};
use hearth_core::ids::DraftId;
use hearth_core::markup::excerpt;
use hearth_core::page::Page;
use http::StatusCode;

/// As many of each are shown.
const MOST: i64 = 80;

struct Row {
    id: i64,
    beginning: String,
    /// When it is told, for machines and for people; empty for what is only kept.
    machine_time: String,
    time: String,
    /// Seconds until then, for the countdown.
    seconds: i64,
    problem: String,
}

#[derive(Template)]
#[template(path = "drafts.html")]
struct Drafts {
    server: String,
    token: String,
    waiting: Vec<Row>,
    kept: Vec<Row>,
}

/// `GET /drafts`
pub(crate) async fn drafts(
    extract::State(state): extract::State<State>,
    member: Member,
) -> Result<Response, PageError> {
    let (core, page) = (&state.core, Page::first(MOST));
    let waiting = list::list(core, member.id(), true, page).await?;
    let kept = list::list(core, member.id(), false, page).await?;
    let now = core.now();
    let rows = |all: Vec<Kept>| all.into_iter().map(|kept| row(kept, now)).collect();
    let drafts = Drafts {
        server: state.title.clone(),
        token: member.token(),
        waiting: rows(waiting),
        kept: rows(kept),
    };
    own(StatusCode::OK, &drafts)
}

/// `POST /drafts/{id}`, by the button that was pressed: `back` takes back what waits, `tell` tells it now, `delete`
/// throws a kept one away.
pub(crate) async fn act(
    extract::State(state): extract::State<State>,
    Path(id): Path<i64>,
    Sent { member, fields }: Sent,
) -> Result<Response, PageError> {
    let (core, by, id) = (&state.core, member.id(), DraftId(id));
    match fields.get("do") {
        "back" => wait::take_back(core, by, id).await.map_err(refused)?,
        "delete" => delete(core, by, id).await.map_err(refused)?,
        _ => return Err(PageError::unreadable()),
    }
    Ok(Redirect::to("/drafts").into_response())
}

fn row(kept: Kept, now: DateTime<Utc>) -> Row {
    let draft = &kept.draft;
    let beginning = if draft.title.is_empty() { excerpt(&draft.text, 80) } else { draft.title.clone() };
    let at = kept.release_at;
    Row {
        id: kept.id.0,
        beginning,
        machine_time: at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)).unwrap_or_default(),
        time: at.map(|at| at.format("%H:%M:%S UTC").to_string()).unwrap_or_default(),
        seconds: at.map_or(0, |at| (at - now).num_seconds().max(0)),
        problem: kept.problem.unwrap_or_default(),
    }
}
