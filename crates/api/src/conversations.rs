//! Threads with those named in them alone.

use crate::State;
use crate::auth::Caller;
use crate::entities::{Account, Status};
use crate::error::Answer;
use crate::ids::Id;
use crate::page::{Newer, Wanted, ends};
use crate::render::{self, Rendered};
use axum::routing::{delete, get, post};
use axum::{Json, Router, extract};
use hearth_core::conversations::{self as verbs, Conversation};
use hearth_core::here::Here;
use hearth_core::ids::{AccountId, StoryId};
use serde::Serialize;
use serde_json::{Value, json};

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/conversations", get(list))
        .route("/v1/conversations/{id}", delete(put_away))
        .route("/v1/conversations/{id}/read", post(read))
}

/// `Conversation`, by the id of the story that began it.
#[derive(Debug, Serialize)]
pub(crate) struct Shown<'a> {
    id: StoryId,
    unread: bool,
    accounts: Vec<Account<'a>>,
    last_status: Status<'a>,
}

impl<'a> Shown<'a> {
    pub(crate) fn of(here: &'a Here, one: &'a Conversation, member: AccountId) -> Self {
        Self {
            id: one.root,
            unread: one.unread,
            accounts: one.others.iter().map(|account| Account::of(here, account)).collect(),
            last_status: Status::of(here, &one.last, member),
        }
    }
}

/// `GET /api/v1/conversations`
async fn list(extract::State(state): extract::State<State>, caller: Caller, wanted: Wanted) -> Rendered {
    caller.may("read:statuses")?;
    let found = verbs::list(&state.core, caller.id(), wanted.page(20, 40)).await?;
    let items: Vec<Shown<'_>> =
        found.iter().map(|one| Shown::of(&state.core.here, one, caller.id())).collect();
    Ok(wanted.answer(&items, ends(&found, |one| one.last.view.story.id.0), Newer::MinId))
}

/// `POST /api/v1/conversations/{id}/read`
async fn read(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Rendered {
    caller.may("write:conversations")?;
    verbs::read(&state.core, caller.id(), StoryId(id)).await?;
    let one = verbs::show(&state.core, caller.id(), StoryId(id)).await?;
    Ok(render::one(&Shown::of(&state.core.here, &one, caller.id())))
}

/// `DELETE /api/v1/conversations/{id}`: out of the list; nothing is deleted.
async fn put_away(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:conversations")?;
    verbs::put_away(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(json!({})))
}
