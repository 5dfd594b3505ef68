//! The tokens that a member gave away: to look through, and to take back.

use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Id;
use axum::routing::{delete, get};
use axum::{Json, Router, extract};
use hearth_core::ids::TokenId;
use hearth_core::members::held::{self, Held};
use serde_json::{Value, json};

/// Seeing and taking back.
pub(super) fn routes() -> Router<State> {
    Router::new().route("/sessions", get(list)).route("/sessions/{id}", delete(take_back))
}

/// `GET /api/hearth/v1/sessions`: the newest first.
async fn list(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Vec<Value>> {
    caller.may("read:accounts")?;
    let held = held::of_account(&state.core, caller.id()).await?;
    Ok(Json(held.iter().map(|token| shown(token, token.id == caller.token)).collect()))
}

/// `DELETE /api/hearth/v1/sessions/{id}`
async fn take_back(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:accounts")?;
    held::take_back(&state.core, caller.id(), TokenId(id)).await?;
    Ok(Json(json!({})))
}

fn shown(token: &Held, current: bool) -> Value {
    json!({
        "id": token.id.to_string(),
        "app": token.label,
        "website": token.website,
        "scopes": token.scopes,
        "created_at": Stamp(token.created_at),
        "last_used_at": token.last_used_at.map(Stamp),
        "current": current,
    })
}
