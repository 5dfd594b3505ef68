//! Reads filters.

use crate::State;
use crate::auth::Caller;
use crate::entities::Filter;
use crate::ids::Id;
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::filters;

/// `GET /api/v2/filters`
pub(super) async fn all(extract::State(state): extract::State<State>, caller: Caller) -> Rendered {
    caller.may("read:filters")?;
    let found = filters::all(&state.core, caller.id()).await?;
    Ok(render::list(&found.iter().map(Filter::from).collect::<Vec<_>>()))
}

/// `GET /api/v2/filters/{id}`
pub(super) async fn one(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("read:filters")?;
    let found = filters::show(&state.core, caller.id(), id).await?;
    Ok(render::one(&Filter::from(&found)))
}
