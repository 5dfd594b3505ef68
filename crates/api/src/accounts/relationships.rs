//! How the caller stands to accounts.

use crate::State;
use crate::auth::Caller;
use crate::entities::Relationship;
use crate::error::{Answer, ApiError};
use crate::params::{List, Params, Ref};
use axum::{Json, extract};
use hearth_core::accounts::relationship::relationships;
use hearth_core::ids::AccountId;
use serde::Deserialize;

/// Most accounts that are told of at once.
const MOST: usize = 200;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    id: List<Ref>,
}

/// `GET /api/v1/accounts/relationships`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Vec<Relationship>> {
    caller.may("read:follows")?;
    let ids: Vec<AccountId> = form.id.ids(MOST).map(AccountId).collect();
    let list = relationships(&state.core, caller.id(), &ids).await?;
    Ok(Json(list.into_iter().map(Relationship::from).collect()))
}

/// How the caller stands to one account, after something changed.
pub(crate) async fn one(state: &State, caller: &Caller, other: AccountId) -> Answer<Relationship> {
    let list = relationships(&state.core, caller.id(), &[other]).await?;
    list.into_iter().next().map(|one| Json(one.into())).ok_or_else(ApiError::not_found)
}
