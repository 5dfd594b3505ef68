//! Shows circles to their owner.

use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use axum::{Json, extract};
use hearth_core::circles::list as query;
use hearth_core::ids::CircleId;
use serde_json::{Value, json};

/// `GET /api/hearth/v1/circles`: by name, without who is in them.
pub(super) async fn list(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Value> {
    caller.may("read:lists")?;
    let circles = query::list(&state.core, caller.id()).await?;
    let circles = circles.iter().map(|circle| json!({ "id": circle.id, "name": circle.name }));
    Ok(Json(circles.collect()))
}

/// `GET /api/hearth/v1/circles/{id}`
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("read:lists")?;
    shown(&state, &caller, CircleId(id)).await
}

/// A circle with who is in it.
pub(super) async fn shown(state: &State, caller: &Caller, id: CircleId) -> Answer<Value> {
    let (circle, people) = query::show(&state.core, caller.id(), id).await?;
    let members: Vec<Value> = people
        .iter()
        .map(|one| json!({ "id": one.id, "acct": one.acct(), "display_name": one.display_name }))
        .collect();
    Ok(Json(json!({ "id": circle.id, "name": circle.name, "members": members })))
}
