//! Answers that wait for the yes of whoever told the story.

use super::tell::{shown, told};
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::Params;
use axum::extract::Query;
use axum::routing::{get, post};
use axum::{Json, Router, extract};
use hearth_core::ids::StoryId;
use hearth_core::replies::{decide, list};
use serde::Deserialize;
use serde_json::{Value, json};

/// Answers shown at once.
const PAGE: i64 = 40;

/// Seeing them, letting them in, turning them down.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/stories/{id}/held", get(held))
        .route("/held/{id}/let_in", post(let_in))
        .route("/held/{id}/decline", post(decline))
        .route("/held/{id}/decline_kindly", post(decline_kindly))
}

/// Where the last page ended.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    after: i64,
}

/// What to say; absent for a sentence of ours.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Words {
    text: Option<String>,
}

/// `GET /api/hearth/v1/stories/{id}/held`: oldest first; empty for anybody but who decides.
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

/// `POST /api/hearth/v1/held/{id}/let_in`
async fn let_in(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    decide::let_in(&state.core, caller.id(), StoryId(id)).await?;
    shown(&state, caller.id(), StoryId(id)).await
}

/// `POST /api/hearth/v1/held/{id}/decline`
async fn decline(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    decide::decline(&state.core, caller.id(), StoryId(id)).await?;
    Ok(Json(json!({})))
}

/// `POST /api/hearth/v1/held/{id}/decline_kindly`: answers the words that were sent.
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
