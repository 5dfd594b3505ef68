//! Keeps, changes and throws away drafts.

use super::DraftEntity;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::draft;
use crate::openapi::shapes::{Done, Refusals};
use crate::params::Params;
use axum::{Json, extract};
use hearth_core::drafts;
use hearth_core::ids::DraftId;
use hearth_core::stories::Draft;

/// Keeps a draft. Nothing of it is checked before it is told.
#[utoipa::path(post, path = "/drafts", tag = "Drafts",
    request_body = draft::Draft,
    responses((status = 200, description = "The draft", body = DraftEntity), Refusals), security(("bearer" = ["write:statuses"])))]
pub(super) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(draft): Params<Draft>,
) -> Answer<DraftEntity> {
    caller.may("write:statuses")?;
    let id = drafts::create(&state.core, caller.id(), &draft).await?;
    Ok(Json(drafts::list::show(&state.core, caller.id(), id).await?.into()))
}

/// Saves the whole of a draft, as an editor does by itself: what is absent is emptied.
#[utoipa::path(put, path = "/drafts/{id}", tag = "Drafts",
    request_body = draft::Draft,
    responses((status = 200, description = "The draft", body = DraftEntity), Refusals), security(("bearer" = ["write:statuses"])))]
pub(super) async fn save(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(draft): Params<Draft>,
) -> Answer<DraftEntity> {
    caller.may("write:statuses")?;
    drafts::save(&state.core, caller.id(), DraftId(id), &draft).await?;
    Ok(Json(drafts::list::show(&state.core, caller.id(), DraftId(id)).await?.into()))
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/drafts/{id}", tag = "Drafts",
    responses((status = 200, description = "It is done", body = Done), Refusals), security(("bearer" = ["write:statuses"])))]
pub(super) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Done> {
    caller.may("write:statuses")?;
    drafts::delete(&state.core, caller.id(), DraftId(id)).await?;
    Ok(Json(Done {}))
}
