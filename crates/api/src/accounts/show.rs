//! Shows accounts.

use crate::State;
use crate::auth::Reader;
use crate::entities::Account;
use crate::error::ApiError;
use crate::ids::Id;
use crate::params::{List, Params, Ref, Words};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::accounts::{Handle, queries};
use hearth_core::communities::known;
use hearth_core::ids::AccountId;
use serde::Deserialize;

/// Most accounts that are shown at once.
const MOST: usize = 40;

/// `GET /api/v1/accounts/{id}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
) -> Rendered {
    reader.may("read:accounts")?;
    let (core, here) = (&state.core, &state.core.here);
    let account = queries::by_id(core, AccountId(id)).await?;
    if account.gone_at.is_some() || !known::is_known(core, reader.viewer(), &account).await? {
        return Err(ApiError::not_found());
    }
    let target = queries::by_ids(core, account.moved_to.as_slice()).await?;
    let moved = target.first().map(|target| Account::of(here, target));
    Ok(render::one(&Account::of(here, &account).moved_to(moved)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Several {
    id: List<Ref>,
}

/// `GET /api/v1/accounts?id[]=`
pub(crate) async fn several(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Params(form): Params<Several>,
) -> Rendered {
    reader.may("read:accounts")?;
    let ids: Vec<AccountId> = form.id.ids(MOST).map(AccountId).collect();
    let mut list = queries::by_ids(&state.core, &ids).await?;
    list.retain(|account| account.gone_at.is_none());
    let list = known::among(&state.core, reader.viewer(), list).await?;
    Ok(super::rendered(&state, &list))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Lookup {
    acct: Words,
}

/// `GET /api/v1/accounts/lookup`
pub(crate) async fn lookup(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Params(form): Params<Lookup>,
) -> Rendered {
    reader.may("read:accounts")?;
    let handle = form.acct.0.parse::<Handle>().map_err(|_| ApiError::not_found())?;
    let found = queries::by_handle(&state.core, &handle.here(state.core.here.domain())).await?;
    let account = found.filter(|account| account.gone_at.is_none()).ok_or_else(ApiError::not_found)?;
    if !known::is_known(&state.core, reader.viewer(), &account).await? {
        return Err(ApiError::not_found());
    }
    Ok(render::one(&Account::of(&state.core.here, &account)))
}
