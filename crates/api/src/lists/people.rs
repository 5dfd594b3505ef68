//! Who is on a list.

use crate::State;
use crate::accounts;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use crate::page::Wanted;
use crate::params::{Int, List, Params, Ref};
use crate::render::Rendered;
use axum::{Json, extract};
use hearth_core::ids::AccountId;
use hearth_core::lists;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    limit: Int,
}

/// `GET /api/v1/lists/{id}/accounts`: everybody with `limit=0`.
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    wanted: Wanted,
    Params(asked): Params<Asked>,
) -> Rendered {
    caller.may("read:lists")?;
    let mut page = wanted.page(40, 80);
    if asked.limit.0 == Some(0) {
        page.limit = i64::MAX;
    }
    let found = lists::members(&state.core, caller.id(), id, page).await?;
    Ok(accounts::page(&state, &wanted, &found))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    account_ids: List<Ref>,
}

impl Form {
    fn people(self) -> Vec<AccountId> {
        self.account_ids.ids(usize::MAX).map(AccountId).collect()
    }
}

/// `POST /api/v1/lists/{id}/accounts`
pub(super) async fn add(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:lists")?;
    lists::add(&state.core, caller.id(), id, &form.people()).await?;
    Ok(Json(json!({})))
}

/// `DELETE /api/v1/lists/{id}/accounts`
pub(super) async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:lists")?;
    lists::remove(&state.core, caller.id(), id, &form.people()).await?;
    Ok(Json(json!({})))
}
