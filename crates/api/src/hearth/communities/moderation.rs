//! What stewards do about the stories of a community.

use super::path::Acting;
use crate::State;
use crate::error::Answer;
use crate::params::{Params, Words};
use axum::{Json, extract};
use hearth_core::communities::{moderate as verb, prompt as prompts};
use hearth_core::ids::StoryId;
use serde::Deserialize;
use serde_json::{Value, json};

/// Why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    reason: Words,
}

/// `POST /api/hearth/v1/communities/{name}/stories/{id}/remove`
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    acting: Acting,
    Params(form): Params<Form>,
) -> Answer<Value> {
    let (by, story) = (&acting.caller.account, StoryId(acting.id));
    verb::remove_story(&state.core, by, &acting.community, story, &form.reason.0).await?;
    Ok(Json(json!({ "id": story, "removed": true })))
}

/// `POST /api/hearth/v1/communities/{name}/stories/{id}/restore`
pub(super) async fn restore(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    let story = StoryId(acting.id);
    verb::restore(&state.core, &acting.caller.account, &acting.community, story).await?;
    Ok(Json(json!({ "id": story, "removed": false })))
}

/// `POST /api/hearth/v1/communities/{name}/stories/{id}/pin`
pub(super) async fn pin(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    put(&state, &acting, true).await
}

/// `POST /api/hearth/v1/communities/{name}/stories/{id}/unpin`
pub(super) async fn unpin(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    put(&state, &acting, false).await
}

/// `POST /api/hearth/v1/communities/{name}/stories/{id}/lock`
pub(super) async fn lock(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    close(&state, &acting, true).await
}

/// `POST /api/hearth/v1/communities/{name}/stories/{id}/unlock`
pub(super) async fn unlock(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    close(&state, &acting, false).await
}

/// `POST /api/hearth/v1/communities/{name}/stories/{id}/prompt`
pub(super) async fn prompt(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    ask(&state, &acting, true).await
}

/// `POST /api/hearth/v1/communities/{name}/stories/{id}/unprompt`
pub(super) async fn unprompt(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    ask(&state, &acting, false).await
}

async fn put(state: &State, acting: &Acting, pinned: bool) -> Answer<Value> {
    let story = StoryId(acting.id);
    verb::pin(&state.core, &acting.caller.account, &acting.community, story, pinned).await?;
    Ok(Json(json!({ "id": story, "pinned": pinned })))
}

async fn close(state: &State, acting: &Acting, locked: bool) -> Answer<Value> {
    let story = StoryId(acting.id);
    verb::lock(&state.core, &acting.caller.account, &acting.community, story, locked).await?;
    Ok(Json(json!({ "id": story, "locked": locked })))
}

async fn ask(state: &State, acting: &Acting, prompt: bool) -> Answer<Value> {
    let story = StoryId(acting.id);
    prompts::mark(&state.core, &acting.caller.account, &acting.community, story, prompt).await?;
    Ok(Json(json!({ "id": story, "prompt": prompt })))
}
