//! Blocks and mutes.

use super::relationships::one;
use crate::State;
use crate::auth::Caller;
use crate::entities::Relationship;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::{Flag, Int, Params};
use axum::extract;
use chrono::TimeDelta;
use hearth_core::accounts::queries;
use hearth_core::ids::AccountId;
use hearth_core::restrictions::{block as blocks, mute as mutes};
use serde::Deserialize;

/// `POST /api/v1/accounts/{id}/block`
pub(crate) async fn block(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:blocks")?;
    let other = queries::by_id(&state.core, AccountId(id)).await?;
    blocks::block(&state.core, &caller.account, &other).await?;
    one(&state, &caller, other.id).await
}

/// `POST /api/v1/accounts/{id}/unblock`
pub(crate) async fn unblock(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:blocks")?;
    let other = queries::by_id(&state.core, AccountId(id)).await?;
    blocks::unblock(&state.core, &caller.account, &other).await?;
    one(&state, &caller, other.id).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    notifications: Flag,
    duration: Int,
}

/// `POST /api/v1/accounts/{id}/mute`; `duration` in seconds, 0 for ever.
pub(crate) async fn mute(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Relationship> {
    caller.may("write:mutes")?;
    let other = queries::by_id(&state.core, AccountId(id)).await?;
    let seconds = form.duration.0.filter(|seconds| *seconds > 0);
    let duration = seconds.and_then(TimeDelta::try_seconds);
    let notifications = form.notifications.0.unwrap_or(true);
    mutes::mute(&state.core, &caller.account, &other, notifications, duration).await?;
    one(&state, &caller, other.id).await
}

/// `POST /api/v1/accounts/{id}/unmute`
pub(crate) async fn unmute(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:mutes")?;
    let other = queries::by_id(&state.core, AccountId(id)).await?;
    mutes::unmute(&state.core, &caller.account, &other).await?;
    one(&state, &caller, other.id).await
}
