//! Thanks and "I relate", given and received.

use super::tell::shown;
use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::{Params, Words};
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::ids::StoryId;
use hearth_core::kindness::{Kindness, give, list};
use serde::Deserialize;
use serde_json::{Value, json};

/// Giving, taking back, and who gave.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/stories/{id}/thank", post(thank).delete(unthank))
        .route("/stories/{id}/relate", post(relate).delete(unrelate))
        .route("/stories/{id}/thanks", get(thanks))
}

/// Words of one's own; absent for ours alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    text: Words,
}

/// `POST /api/hearth/v1/stories/{id}/thank`: words to the author alone. Again: the same.
async fn thank(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    given(&state, &caller, StoryId(id), Kindness::Thank, &form).await
}

/// `POST /api/hearth/v1/stories/{id}/relate`
async fn relate(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    given(&state, &caller, StoryId(id), Kindness::Relate, &form).await
}

/// `DELETE /api/hearth/v1/stories/{id}/thank`
async fn unthank(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    taken_back(&state, &caller, StoryId(id), Kindness::Thank).await
}

/// `DELETE /api/hearth/v1/stories/{id}/relate`
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

/// `GET /api/hearth/v1/stories/{id}/thanks`: for whoever tells it alone; newest first.
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
