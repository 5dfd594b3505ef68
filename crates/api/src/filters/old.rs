//! Filters as apps knew them before version 2: one for each of their words.

use super::form::OldForm;
use crate::State;
use crate::auth::Caller;
use crate::entities::OldFilter;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::Params;
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::filters;
use serde_json::{Value, json};

/// `GET /api/v1/filters`
pub(super) async fn all(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    caller.may("read:filters")?;
    let found = filters::all_old(&state.core, caller.id()).await?;
    Ok(render::list(&found.iter().map(OldFilter::from).collect::<Vec<_>>()))
}

/// `GET /api/v1/filters/{id}`
pub(super) async fn one(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("read:filters")?;
    let found = filters::show_old(&state.core, caller.id(), id).await?;
    Ok(render::one(&OldFilter::from(&found)))
}

/// `POST /api/v1/filters`
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<OldForm>,
) -> Rendered {
    caller.may("write:filters")?;
    let made = filters::create_old(&state.core, caller.id(), form.wish()?).await?;
    Ok(render::one(&OldFilter::from(&made)))
}

/// `PUT /api/v1/filters/{id}`: what is not given stays.
pub(super) async fn update(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<OldForm>,
) -> Rendered {
    caller.may("write:filters")?;
    let changed = filters::update_old(&state.core, caller.id(), id, form.wish()?).await?;
    Ok(render::one(&OldFilter::from(&changed)))
}

/// `DELETE /api/v1/filters/{id}`: the words go, their filter stays with its other words.
pub(super) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("write:filters")?;
    filters::remove_keyword(&state.core, caller.id(), id).await?;
    Ok(Json(json!({})))
}
