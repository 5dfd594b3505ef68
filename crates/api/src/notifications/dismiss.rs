//! Clears notifications away.

use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use axum::{Json, extract};
use hearth_core::ids::NotificationId;
use hearth_core::notifications::dismiss as verbs;
use serde_json::{Value, json};

/// `POST /api/v1/notifications/{id}/dismiss`
pub(crate) async fn dismiss(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:notifications")?;
    verbs::dismiss(&state.core, caller.id(), NotificationId(id)).await?;
    Ok(Json(json!({})))
}

/// `POST /api/v1/notifications/clear`
pub(crate) async fn clear(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Value> {
    caller.may("write:notifications")?;
    verbs::clear(&state.core, caller.id()).await?;
    Ok(Json(json!({})))
}
