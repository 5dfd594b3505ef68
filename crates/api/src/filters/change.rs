//! Makes, changes and gives up filters.

use super::form::Form;
use crate::State;
use crate::auth::Caller;
use crate::entities::Filter;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::Params;
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::filters;
use serde_json::{Value, json};

/// `POST /api/v2/filters`
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:filters")?;
    let made = filters::create(&state.core, caller.id(), form.wish()?).await?;
    Ok(render::one(&Filter::from(&made)))
}

/// `PUT /api/v2/filters/{id}`: what is not given stays.
pub(super) async fn update(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:filters")?;
    let changed = filters::update(&state.core, caller.id(), id, form.wish()?).await?;
    Ok(render::one(&Filter::from(&changed)))
}

/// `DELETE /api/v2/filters/{id}`
pub(super) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:filters")?;
    filters::delete(&state.core, caller.id(), id).await?;
    Ok(Json(json!({})))
}
