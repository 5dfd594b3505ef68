//! Shows circles to their owner.

use super::super::somebody::Somebody;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::{self, Refusals};
use axum::{Json, extract};
use hearth_core::circles::list as query;
use hearth_core::ids::CircleId;
use serde::Serialize;
use utoipa::ToSchema;

/// A circle, named.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CircleName {
    /// Id of the circle.
    #[schema(value_type = shapes::Id)]
    id: CircleId,
    /// What you call it; nobody else reads it.
    name: String,
}

/// A circle with who is in it. Nobody in it learns of the others, or that it is there.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Circle {
    /// Id of the circle.
    #[schema(value_type = shapes::Id)]
    id: CircleId,
    /// What you call it; nobody else reads it.
    name: String,
    /// Who is in it, by name.
    members: Vec<Somebody>,
}

/// Your circles by name, without who is in them.
#[utoipa::path(get, path = "/circles", tag = "Circles",
    responses((status = 200, description = "All of them", body = [CircleName]), Refusals),
    security(("bearer" = ["read:lists"])))]
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
) -> Answer<Vec<CircleName>> {
    caller.may("read:lists")?;
    let circles = query::list(&state.core, caller.id()).await?;
    let named = |circle: query::Circle| CircleName { id: circle.id, name: circle.name };
    Ok(Json(circles.into_iter().map(named).collect()))
}

/// One of your circles.
#[utoipa::path(get, path = "/circles/{id}", tag = "Circles",
    responses((status = 200, description = "The circle", body = Circle), Refusals),
    security(("bearer" = ["read:lists"])))]
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Circle> {
    caller.may("read:lists")?;
    shown(&state, &caller, CircleId(id)).await
}

/// A circle with who is in it.
pub(super) async fn shown(state: &State, caller: &Caller, id: CircleId) -> Answer<Circle> {
    let (circle, people) = query::show(&state.core, caller.id(), id).await?;
    let members = people.iter().map(|one| Somebody::from(&**one)).collect();
    Ok(Json(Circle { id: circle.id, name: circle.name, members }))
}
