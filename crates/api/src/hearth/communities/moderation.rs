//! What stewards do about the stories of a community.

use super::path::Acting;
use crate::State;
use crate::error::Answer;
use crate::openapi::shapes::{self, Refusals};
use crate::params::{Params, Words};
use axum::{Json, extract};
use hearth_core::communities::{moderate as verb, prompt as prompts};
use hearth_core::ids::StoryId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ReasonForm)]
pub(super) struct Form {
    /// In a sentence; it is kept with the decision.
    #[schema(value_type = Option<String>)]
    reason: Words,
}

/// What stewards decided about a story.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Decided {
    /// Id of the story.
    #[schema(value_type = shapes::Id)]
    id: StoryId,
    /// It stands first in the community.
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned: Option<bool>,
    /// It takes no more answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    locked: Option<bool>,
    /// It is a prompt: what answers it are stories.
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<bool>,
    /// It stands in the community no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<bool>,
}

impl Decided {
    fn nothing(id: StoryId) -> Self {
        Self { id, pinned: None, locked: None, prompt: None, removed: None }
    }
}

/// Takes a story out of the community, with a reason.
///
/// Servers that had it from the community are told; its author keeps it.
#[utoipa::path(post, path = "/communities/{name}/stories/{id}/remove", tag = "Stewards",
    request_body = Form,
    responses((status = 200, description = "What holds now", body = Decided), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    acting: Acting,
    Params(form): Params<Form>,
) -> Answer<Decided> {
    let (by, story) = (&acting.caller.account, StoryId(acting.id));
    verb::remove_story(&state.core, by, &acting.community, story, &form.reason.0).await?;
    Ok(Json(Decided { removed: Some(true), ..Decided::nothing(story) }))
}

/// Brings a removed story back into the community. For stewards.
#[utoipa::path(post, path = "/communities/{name}/stories/{id}/restore", tag = "Stewards",
    responses((status = 200, description = "What holds now", body = Decided), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn restore(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Decided> {
    let story = StoryId(acting.id);
    verb::restore(&state.core, &acting.caller.account, &acting.community, story).await?;
    Ok(Json(Decided { removed: Some(false), ..Decided::nothing(story) }))
}

/// Puts a story first in the community. For stewards.
#[utoipa::path(post, path = "/communities/{name}/stories/{id}/pin", tag = "Stewards",
    responses((status = 200, description = "What holds now", body = Decided), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn pin(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Decided> {
    put(&state, &acting, true).await
}

/// Puts a story back among the others. For stewards.
#[utoipa::path(post, path = "/communities/{name}/stories/{id}/unpin", tag = "Stewards",
    responses((status = 200, description = "What holds now", body = Decided), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn unpin(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Decided> {
    put(&state, &acting, false).await
}

/// Closes a story: it takes no more answers. For stewards.
#[utoipa::path(post, path = "/communities/{name}/stories/{id}/lock", tag = "Stewards",
    responses((status = 200, description = "What holds now", body = Decided), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn lock(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Decided> {
    close(&state, &acting, true).await
}

/// Opens a closed story again. For stewards.
#[utoipa::path(post, path = "/communities/{name}/stories/{id}/unlock", tag = "Stewards",
    responses((status = 200, description = "What holds now", body = Decided), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn unlock(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Decided> {
    close(&state, &acting, false).await
}

/// Makes a story a prompt: what answers it are stories. For stewards.
#[utoipa::path(post, path = "/communities/{name}/stories/{id}/prompt", tag = "Stewards",
    responses((status = 200, description = "What holds now", body = Decided), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn prompt(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Decided> {
    ask(&state, &acting, true).await
}

/// Makes a prompt a story like others. For stewards.
#[utoipa::path(post, path = "/communities/{name}/stories/{id}/unprompt", tag = "Stewards",
    responses((status = 200, description = "What holds now", body = Decided), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn unprompt(
    extract::State(state): extract::State<State>,
    acting: Acting,
) -> Answer<Decided> {
    ask(&state, &acting, false).await
}

async fn put(state: &State, acting: &Acting, pinned: bool) -> Answer<Decided> {
    let story = StoryId(acting.id);
    verb::pin(&state.core, &acting.caller.account, &acting.community, story, pinned).await?;
    Ok(Json(Decided { pinned: Some(pinned), ..Decided::nothing(story) }))
}

async fn close(state: &State, acting: &Acting, locked: bool) -> Answer<Decided> {
    let story = StoryId(acting.id);
    verb::lock(&state.core, &acting.caller.account, &acting.community, story, locked).await?;
    Ok(Json(Decided { locked: Some(locked), ..Decided::nothing(story) }))
}

async fn ask(state: &State, acting: &Acting, prompt: bool) -> Answer<Decided> {
    let story = StoryId(acting.id);
    prompts::mark(&state.core, &acting.caller.account, &acting.community, story, prompt).await?;
    Ok(Json(Decided { prompt: Some(prompt), ..Decided::nothing(story) }))
}
