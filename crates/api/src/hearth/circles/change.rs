//! Makes, renames and gives up circles.

use super::show::{Circle, shown};
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::{Done, Refusals};
use crate::params::{Params, Words};
use axum::{Json, extract};
use hearth_core::circles::change as verb;
use hearth_core::ids::CircleId;
use serde::Deserialize;
use utoipa::ToSchema;

/// A circle as it comes in.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = CircleForm)]
pub(super) struct Form {
    /// What you call it; nobody else reads it.
    #[schema(value_type = String, required = true)]
    name: Words,
}

/// Makes a circle.
#[utoipa::path(post, path = "/circles", tag = "Circles",
    request_body = Form,
    responses((status = 200, description = "The new circle", body = Circle), Refusals), security(("bearer" = ["write:lists"])))]
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Circle> {
    caller.may("write:lists")?;
    let id = verb::create(&state.core, caller.id(), &form.name.0).await?;
    shown(&state, &caller, id).await
}

/// Names a circle anew.
#[utoipa::path(put, path = "/circles/{id}", tag = "Circles",
    request_body = Form,
    responses((status = 200, description = "The circle", body = Circle), Refusals), security(("bearer" = ["write:lists"])))]
pub(super) async fn rename(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Circle> {
    caller.may("write:lists")?;
    verb::rename(&state.core, caller.id(), CircleId(id), &form.name.0).await?;
    shown(&state, &caller, CircleId(id)).await
}

/// Gives up a circle. What was told to it stays readable for those it was told to.
#[utoipa::path(delete, path = "/circles/{id}", tag = "Circles",
    responses((status = 200, description = "It is done", body = Done), Refusals), security(("bearer" = ["write:lists"])))]
pub(super) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Done> {
    caller.may("write:lists")?;
    verb::delete(&state.core, caller.id(), CircleId(id)).await?;
    Ok(Json(Done {}))
}
