//! Single stories that filters hold for.

use crate::State;
use crate::auth::Caller;
use crate::entities::FilterStatus;
use crate::ids::Id;
use crate::params::{Params, Ref};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::filters;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    status_id: Ref,
}

/// `GET /api/v2/filters/{id}/statuses`
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("read:filters")?;
    let found = filters::show(&state.core, caller.id(), id).await?;
    Ok(render::list(&found.stories.iter().map(FilterStatus::from).collect::<Vec<_>>()))
}

/// `POST /api/v2/filters/{id}/statuses`
pub(super) async fn add(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:filters")?;
    let status = form.status_id.0.unwrap_or_default();
    let added = filters::add_story(&state.core, caller.id(), id, status).await?;
    Ok(render::one(&FilterStatus::from(&added)))
}

/// `GET /api/v2/filters/statuses/{id}`
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("read:filters")?;
    let found = filters::show_story(&state.core, caller.id(), id).await?;
    Ok(render::one(&FilterStatus::from(&found)))
}

/// `DELETE /api/v2/filters/statuses/{id}`
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:filters")?;
    let found = filters::show_story(&state.core, caller.id(), id).await?;
    filters::remove_story(&state.core, caller.id(), id).await?;
    Ok(render::one(&FilterStatus::from(&found)))
}
