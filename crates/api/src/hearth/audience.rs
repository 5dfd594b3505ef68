//! Who may read a story from now on, and until when.

use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::params::{Params, Ref};
use axum::routing::post;
use axum::{Json, Router, extract};
use chrono::{DateTime, Utc};
use hearth_core::ids::{CircleId, StoryId};
use hearth_core::stories::{Audience, audience as verb, expire, fold as folding, show};
use serde::Deserialize;
use serde_json::{Value, json};

/// Widening, narrowing, folding away, ending.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/stories/{id}/audience", post(change))
        .route("/stories/{id}/fold", post(fold))
        .route("/stories/{id}/unfold", post(unfold))
        .route("/stories/{id}/expiry", post(end))
}

/// For whom.
#[derive(Debug, Deserialize)]
struct Form {
    audience: Audience,
    #[serde(default)]
    circle: Ref,
}

/// Until when.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Until {
    expires_at: Option<DateTime<Utc>>,
}

/// `POST /api/hearth/v1/stories/{id}/audience`
async fn change(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    let circle = form.circle.0.map(CircleId);
    verb::change_audience(&state.core, &caller.account, StoryId(id), form.audience, circle).await?;
    standing(&state, &caller, StoryId(id)).await
}

/// `POST /api/hearth/v1/stories/{id}/fold`
async fn fold(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    folding::fold(&state.core, &caller.account, StoryId(id)).await?;
    standing(&state, &caller, StoryId(id)).await
}

/// `POST /api/hearth/v1/stories/{id}/unfold`
async fn unfold(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    folding::unfold(&state.core, &caller.account, StoryId(id)).await?;
    standing(&state, &caller, StoryId(id)).await
}

/// `POST /api/hearth/v1/stories/{id}/expiry`: without a time it stays for good.
async fn end(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(until): Params<Until>,
) -> Answer<Value> {
    caller.may("write:statuses")?;
    expire::choose(&state.core, caller.id(), StoryId(id), until.expires_at).await?;
    standing(&state, &caller, StoryId(id)).await
}

async fn standing(state: &State, caller: &Caller, id: StoryId) -> Result<Json<Value>, ApiError> {
    let entry = show::show(&state.core, caller.id(), id).await?;
    Ok(Json(json!({
        "id": id,
        "audience": entry.view.story.audience,
        "folded": folding::is_folded(&state.core, id).await?,
        "expires_at": expire::of(&state.core, id).await?.map(crate::entities::time::Stamp),
        "note": "Servers that had it are asked to follow. Copies that people read or kept stay read and kept.",
    })))
}
