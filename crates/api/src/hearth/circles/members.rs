//! Puts people into a circle and takes them out.

use super::show::shown;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::{List, Params, Ref};
use axum::extract;
use hearth_core::accounts::queries;
use hearth_core::circles::members as verb;
use hearth_core::ids::{AccountId, CircleId};
use serde::Deserialize;
use serde_json::Value;

/// Whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    account_ids: List<Ref>,
}

/// `POST /api/hearth/v1/circles/{id}/members`
pub(super) async fn add(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:lists")?;
    for account in form.account_ids.ids(usize::MAX) {
        let account = queries::by_id(&state.core, AccountId(account)).await?;
        verb::add(&state.core, caller.id(), CircleId(id), &account).await?;
    }
    shown(&state, &caller, CircleId(id)).await
}

/// `DELETE /api/hearth/v1/circles/{id}/members`
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:lists")?;
    for account in form.account_ids.ids(usize::MAX) {
        verb::remove(&state.core, caller.id(), CircleId(id), AccountId(account)).await?;
    }
    shown(&state, &caller, CircleId(id)).await
}
