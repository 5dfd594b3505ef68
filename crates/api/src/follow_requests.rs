//! Requests to follow a locked account.

use crate::State;
use crate::accounts::{page, relationships::one};
use crate::auth::Caller;
use crate::entities::Relationship;
use crate::error::Answer;
use crate::ids::Id;
use crate::page::Wanted;
use crate::render::Rendered;
use axum::extract;
use hearth_core::accounts::queries as accounts;
use hearth_core::follows::{accept, queries, reject as refuse};
use hearth_core::ids::AccountId;

/// `GET /api/v1/follow_requests`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:follows")?;
    let list = queries::requests(&state.core, caller.id(), wanted.page(40, 80)).await?;
    Ok(page(&state, &wanted, &list))
}

/// `POST /api/v1/follow_requests/{id}/authorize`
pub(crate) async fn authorize(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:follows")?;
    let follower = accounts::by_id(&state.core, AccountId(id)).await?;
    accept::accept(&state.core, &caller.account, &follower).await?;
    one(&state, &caller, follower.id).await
}

/// `POST /api/v1/follow_requests/{id}/reject`
pub(crate) async fn reject(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:follows")?;
    let follower = accounts::by_id(&state.core, AccountId(id)).await?;
    refuse::reject(&state.core, &caller.account, &follower).await?;
    one(&state, &caller, follower.id).await
}
