//! Makes, renames and gives up circles.

use super::show::shown;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::{Params, Words};
use axum::{Json, extract};
use hearth_core::circles::change as verb;
use hearth_core::ids::CircleId;
use serde::Deserialize;
use serde_json::{Value, json};

/// A circle as it comes in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    name: Words,
}

/// `POST /api/hearth/v1/circles`
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:lists")?;
    let id = verb::create(&state.core, caller.id(), &form.name.0).await?;
    shown(&state, &caller, id).await
}

/// `PUT /api/hearth/v1/circles/{id}`
pub(super) async fn rename(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:lists")?;
    verb::rename(&state.core, caller.id(), CircleId(id), &form.name.0).await?;
    shown(&state, &caller, CircleId(id)).await
}

/// `DELETE /api/hearth/v1/circles/{id}`
pub(super) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:lists")?;
    verb::delete(&state.core, caller.id(), CircleId(id)).await?;
    Ok(Json(json!({})))
}
