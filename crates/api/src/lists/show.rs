//! Reads lists and what people on them told.

use super::Shown;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::page::Wanted;
use crate::render::Rendered;
use axum::{Json, extract};
use hearth_core::accounts::queries;
use hearth_core::ids::AccountId;
use hearth_core::lists;
use hearth_core::timelines::list;

/// `GET /api/v1/lists`
pub(super) async fn all(extract::State(state): extract::State<State>, caller: Caller) -> Answer<Vec<Shown>> {
    caller.may("read:lists")?;
    let found = lists::all(&state.core, caller.id()).await?;
    Ok(Json(found.into_iter().map(Shown::from).collect()))
}

/// `GET /api/v1/lists/{id}`
pub(super) async fn one(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Shown> {
    caller.may("read:lists")?;
    Ok(Json(lists::show(&state.core, caller.id(), id).await?.into()))
}

/// `GET /api/v1/accounts/{id}/lists`: those of the caller's on which somebody is.
pub(super) async fn with(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Vec<Shown>> {
    caller.may("read:lists")?;
    let account = queries::by_id(&state.core, AccountId(id)).await?;
    let found = lists::with(&state.core, caller.id(), account.id).await?;
    Ok(Json(found.into_iter().map(Shown::from).collect()))
}

/// `GET /api/v1/timelines/list/{id}`
pub(super) async fn timeline(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:lists")?;
    let entries = list::list(&state.core, caller.id(), id, wanted.page(20, 40)).await?;
    Ok(crate::timelines::answer(&state, caller.id(), &wanted, &entries))
}
