//! How the caller stands to accounts.

use crate::State;
use crate::auth::Caller;
use crate::entities::Relationship;
use crate::error::{Answer, ApiError};
use crate::params::{Int, List, Params};
use axum::{Json, extract};
use hearth_core::accounts::relationship::relationships;
use hearth_core::ids::AccountId;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    id: List<Int>,
}

/// `GET /api/v1/accounts/relationships`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Vec<Relationship>> {
    caller.may("read:follows")?;
    let ids: Vec<AccountId> = form.id.0.iter().filter_map(|id| id.0.map(AccountId)).collect();
    let list = relationships(&state.core, caller.id(), &ids).await?;
    Ok(Json(list.into_iter().map(Relationship::from).collect()))
}

/// How the caller stands to one account, after something changed.
pub(crate) async fn one(state: &State, caller: &Caller, other: AccountId) -> Answer<Relationship> {
    let list = relationships(&state.core, caller.id(), &[other]).await?;
    list.into_iter().next().map(|one| Json(one.into())).ok_or_else(ApiError::not_found)
}
