//! Answers that wait for the yes of whoever told the story.

use super::tell::{shown, told};
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::{Done, Refusals};
use crate::openapi::story;
use crate::params::Params;
use axum::extract::Query;
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::ids::StoryId;
use hearth_core::replies::{decide, list};
use serde::Deserialize;
use serde_json::Value;

/// Answers shown at once.
const PAGE: i64 = 40;

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(held, let_in, decline, decline_kindly))]
pub(super) struct Api;

/// Seeing them, letting them in, turning them down.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/stories/{id}/held", get(held))
        .route("/held/{id}/let_in", post(let_in))
        .route("/held/{id}/decline", post(decline))
        .route("/held/{id}/decline_kindly", post(decline_kindly))
}

/// Where the last page ended.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct After {
    /// Id of the last one of the page before.
    after: i64,
}

/// What to say; absent for a sentence of ours.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = KindlyForm)]
struct Words {
    /// What to say; absent for a sentence of ours.
    text: Option<String>,
}

/// Answers that wait for your yes, oldest first; empty for anybody but who decides.
#[utoipa::path(get, path = "/stories/{id}/held", tag = "Answers",
    params(After),
    responses((status = 200, description = "40 of them", body = [story::Story]), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn held(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Query(from): Query<After>,
) -> Answer<Vec<Value>> {
    caller.may("read:statuses")?;
    let entries = list::held(&state.core, caller.id(), StoryId(id), from.after, PAGE).await?;
    Ok(Json(entries.iter().map(|entry| told(entry, caller.id())).collect()))
}

/// Lets an answer in: from now on it stands under the story like any other.
#[utoipa::path(post, path = "/held/{id}/let_in", tag = "Answers",
    responses((status = 200, description = "The answer", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn let_in(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    decide::let_in(&state.core, caller.id(), StoryId(id)).await?;
    shown(&state, caller.id(), StoryId(id)).await
}

/// Declines an answer without a word.
#[utoipa::path(post, path = "/held/{id}/decline", tag = "Answers",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn decline(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Done> {
    caller.may("write:statuses")?;
    decide::decline(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(Done {}))
}

/// Declines an answer with a few words to whoever wrote it.
#[utoipa::path(post, path = "/held/{id}/decline_kindly", tag = "Answers",
    request_body = Words,
    responses((status = 200, description = "The words as they were sent", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn decline_kindly(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(words): Params<Words>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let said = decide::decline_kindly(&state.core, &caller.account, StoryId(id), words.text).await?;
    shown(&state, caller.id(), said).await
}
