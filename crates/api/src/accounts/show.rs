//! Shows accounts.

use crate::State;
use crate::auth::Reader;
use crate::entities::Account;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::params::{Int, List, Params};
use axum::{Json, extract};
use hearth_core::accounts::{Handle, queries};
use hearth_core::ids::AccountId;
use serde::Deserialize;

/// `GET /api/v1/accounts/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    _reader: Reader,
    Id(id): Id,
) -> Answer<Account> {
    let account = queries::by_id(&state.core, AccountId(id)).await?;
    if account.gone_at.is_some() {
        return Err(ApiError::not_found());
    }
    let target = match account.moved_to {
        Some(target) => Some(Account::of(&state.core, &queries::by_id(&state.core, target).await?)),
        None => None,
    };
    Ok(Json(Account::of(&state.core, &account).moved_to(target)))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Several {
    #[serde(default, alias = "ids")]
    id: List<Int>,
}

/// `GET /api/v1/accounts?id[]=`
pub(crate) async fn several(
    extract::State(state): extract::State<State>,
    _reader: Reader,
    Params(form): Params<Several>,
) -> Answer<Vec<Account>> {
    let ids: Vec<AccountId> = form.id.0.iter().filter_map(|id| id.0.map(AccountId)).take(40).collect();
    let list = queries::by_ids(&state.core, &ids).await?;
    Ok(Json(
        list.iter().filter(|one| one.gone_at.is_none()).map(|one| Account::of(&state.core, one)).collect(),
    ))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Lookup {
    #[serde(default)]
    acct: String,
}

/// `GET /api/v1/accounts/lookup`
pub(crate) async fn lookup(
    extract::State(state): extract::State<State>,
    _reader: Reader,
    Params(form): Params<Lookup>,
) -> Answer<Account> {
    let handle =
        form.acct.parse::<Handle>().map_err(|_| ApiError::not_found())?.here(state.core.here.domain());
    let account = queries::by_handle(&state.core, &handle).await?.filter(|one| one.gone_at.is_none());
    account.map(|account| Json(Account::of(&state.core, &account))).ok_or_else(ApiError::not_found)
}
