//! Shows drafts.

use super::DraftEntity;
use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::openapi::shapes::{Paging, Refusals};
use crate::page::{Newer, Wanted};
use axum::response::Response;
use axum::{Json, extract};
use hearth_core::drafts::{self, Kept};
use hearth_core::ids::DraftId;

/// Your drafts, newest first, without those that wait to be told.
#[utoipa::path(get, path = "/drafts", tag = "Drafts",
    params(Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [DraftEntity]), Refusals), security(("bearer" = ["read:statuses"])))]
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Response, ApiError> {
    page(&state, &caller, &wanted, false).await
}

/// Stories that are told at the end of their undo window. Until then nothing of them leaves.
#[utoipa::path(get, path = "/drafts/waiting", tag = "Drafts",
    params(Paging),
    responses((status = 200, description = "A page of them; 20 unless asked, 40 at most", body = [DraftEntity]), Refusals), security(("bearer" = ["read:statuses"])))]
pub(super) async fn waiting(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Response, ApiError> {
    page(&state, &caller, &wanted, true).await
}

async fn page(state: &State, caller: &Caller, wanted: &Wanted, waiting: bool) -> Result<Response, ApiError> {
    caller.may("read:statuses")?;
    let kept = drafts::list::list(&state.core, caller.id(), waiting, wanted.page(20, 40)).await?;
    let end = |kept: Option<&Kept>| kept.map(|kept| kept.id.0);
    let ends = end(kept.first()).zip(end(kept.last()));
    let entities: Vec<DraftEntity> = kept.into_iter().map(DraftEntity::from).collect();
    Ok(wanted.answer(&entities, ends, Newer::MinId))
}

/// One of your drafts.
#[utoipa::path(get, path = "/drafts/{id}", tag = "Drafts",
    responses((status = 200, description = "The draft", body = DraftEntity), Refusals), security(("bearer" = ["read:statuses"])))]
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<DraftEntity> {
    caller.may("read:statuses")?;
    Ok(Json(drafts::list::show(&state.core, caller.id(), DraftId(id)).await?.into()))
}
