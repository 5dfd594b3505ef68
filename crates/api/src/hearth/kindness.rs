//! Thanks and "I relate", given and received.

use super::tell::shown;
use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::{Done, Refusals};
use crate::openapi::story;
use crate::params::{Params, Words};
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::ids::StoryId;
use hearth_core::kindness::{Kindness, give, list};
use serde::Deserialize;
use serde_json::{Value, json};

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(thank, unthank, relate, unrelate, thanks))]
pub(super) struct Api;

/// Giving, taking back, and who gave.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/stories/{id}/thank", post(thank).delete(unthank))
        .route("/stories/{id}/relate", post(relate).delete(unrelate))
        .route("/stories/{id}/thanks", get(thanks))
}

/// Words of one's own; absent for ours alone.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = KindnessForm)]
struct Form {
    /// Your words; absent for ours.
    #[schema(value_type = Option<String>)]
    text: Words,
}

/// Thanks for a story: words to its author alone. Again is the same as once.
#[utoipa::path(post, path = "/stories/{id}/thank", tag = "Answers",
    request_body = Form,
    responses((status = 200, description = "The words as they were sent", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn thank(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    given(&state, &caller, StoryId(id), Kindness::Thank, &form).await
}

/// Says that you have been there too, to its author alone. Again is the same as once.
#[utoipa::path(post, path = "/stories/{id}/relate", tag = "Answers",
    request_body = Form,
    responses((status = 200, description = "The words as they were sent", body = story::Story), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn relate(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    given(&state, &caller, StoryId(id), Kindness::Relate, &form).await
}

/// Takes your thanks back.
#[utoipa::path(delete, path = "/stories/{id}/thank", tag = "Answers",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn unthank(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    taken_back(&state, &caller, StoryId(id), Kindness::Thank).await
}

/// Takes back that you have been there too.
#[utoipa::path(delete, path = "/stories/{id}/relate", tag = "Answers",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:statuses"])))]
async fn unrelate(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    taken_back(&state, &caller, StoryId(id), Kindness::Relate).await
}

async fn given(state: &State, caller: &Caller, story: StoryId, kind: Kindness, form: &Form) -> Answer<Value> {
    caller.may("write:statuses")?;
    let words = give::give(&state.core, &caller.account, story, kind, Some(&form.text.0)).await?;
    shown(state, caller.id(), words).await
}

async fn taken_back(state: &State, caller: &Caller, story: StoryId, kind: Kindness) -> Answer<Value> {
    caller.may("write:statuses")?;
    give::take_back(&state.core, &caller.account, story, kind).await?;
    Ok(Json(json!({})))
}

/// Who thanked, related or favourited, in words and by name: for whoever tells the story alone, newest first.
#[utoipa::path(get, path = "/stories/{id}/thanks", tag = "Answers",
    responses((status = 200, description = "All of it", body = [story::Received]), Refusals),
    security(("bearer" = ["read:statuses"])))]
async fn thanks(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Vec<Value>> {
    caller.may("read:statuses")?;
    let received = list::list(&state.core, caller.id(), StoryId(id)).await?;
    let one = |one: &list::Received| {
        let from = &one.from;
        json!({
            "from": { "id": from.id, "acct": from.acct(), "display_name": from.display_name, "url": from.url },
            "what": one.kindness.map_or("favourite", Kindness::name),
            "words": one.words,
            "at": Stamp(one.at),
        })
    };
    Ok(Json(received.iter().map(one).collect()))
}
