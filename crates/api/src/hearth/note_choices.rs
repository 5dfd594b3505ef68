//! How a member wants to meet content notes.

use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::openapi::shapes::Refusals;
use crate::openapi::story;
use crate::params::Params;
use axum::routing::get;
use axum::{Json, Router, extract};
use hearth_core::ids::AccountId;
use hearth_core::notes::choice::{self, Choice};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, choose))]
pub(super) struct Api;

/// What a member chose.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/preferences/notes", get(show).put(choose))
}

/// How you want to meet each content note.
#[utoipa::path(get, path = "/preferences/notes", tag = "Preferences",
    responses((status = 200, description = "All notes", body = [story::NoteChoice]), Refusals),
    security(("bearer" = ["read:accounts"])))]
async fn show(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Vec<Value>> {
    caller.may("read:accounts")?;
    chosen(&state, caller.id()).await
}

/// Chooses how to meet content notes, by their ids; notes that are absent stay as they are.
#[utoipa::path(put, path = "/preferences/notes", tag = "Preferences",
    request_body = story::NoteChoices,
    responses((status = 200, description = "All notes", body = [story::NoteChoice]), Refusals),
    security(("bearer" = ["write:accounts"])))]
async fn choose(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(choices): Params<BTreeMap<String, Choice>>,
) -> Answer<Vec<Value>> {
    caller.may("write:accounts")?;
    choice::choose(&state.core, caller.id(), &choices).await?;
    chosen(&state, caller.id()).await
}

async fn chosen(state: &State, member: AccountId) -> Answer<Vec<Value>> {
    let one = |(note, choice): &(&hearth_core::notes::Note, Choice)| json!({ "note": note.id, "label": note.label, "choice": choice });
    Ok(Json(choice::of(&state.core, member).await?.iter().map(one).collect()))
}
