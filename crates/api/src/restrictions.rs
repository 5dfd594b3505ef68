//! What a member blocked and muted.

use crate::State;
use crate::auth::Caller;
use crate::entities::Account;
use crate::error::{Answer, ApiError};
use crate::page::{Newer, Wanted, ends};
use crate::params::Params;
use axum::Json;
use axum::extract;
use axum::response::Response;
use hearth_core::accounts;
use hearth_core::restrictions::{block, block_host as hosts_of, mute};
use serde::Deserialize;
use serde_json::{Value, json};

/// `GET /api/v1/blocks`
pub(crate) async fn blocks(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Response, ApiError> {
    caller.may("read:blocks")?;
    let list = block::blocked(&state.core, caller.id(), wanted.page(40, 80)).await?;
    Ok(people(&state, &wanted, &list))
}

/// `GET /api/v1/mutes`
pub(crate) async fn mutes(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Response, ApiError> {
    caller.may("read:mutes")?;
    let list = mute::muted(&state.core, caller.id(), wanted.page(40, 80)).await?;
    Ok(people(&state, &wanted, &list))
}

/// A page of accounts with the cursors of the list they stand in.
pub(crate) fn people(state: &State, wanted: &Wanted, list: &[(i64, accounts::Account)]) -> Response {
    let items: Vec<Account> = list.iter().map(|(_, account)| Account::of(&state.core, account)).collect();
    wanted.answer(&items, ends(list, |(cursor, _)| *cursor), Newer::SinceId)
}

#[derive(Debug, Deserialize)]
pub(crate) struct Host {
    domain: String,
}

/// `GET /api/v1/domain_blocks`
pub(crate) async fn hosts(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Result<Response, ApiError> {
    caller.may("read:blocks")?;
    let list = hosts_of::blocked_hosts(&state.core, caller.id(), wanted.page(100, 200)).await?;
    let items: Vec<&str> = list.iter().map(|(_, host)| host.as_str()).collect();
    Ok(wanted.answer(&items, ends(&list, |(cursor, _)| *cursor), Newer::SinceId))
}

/// `POST /api/v1/domain_blocks`
pub(crate) async fn block_host(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(host): Params<Host>,
) -> Answer<Value> {
    caller.may("write:blocks")?;
    hosts_of::block_host(&state.core, &caller.account, &host.domain).await?;
    Ok(Json(json!({})))
}

/// `DELETE /api/v1/domain_blocks`
pub(crate) async fn unblock_host(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(host): Params<Host>,
) -> Answer<Value> {
    caller.may("write:blocks")?;
    hosts_of::unblock_host(&state.core, &caller.account, &host.domain).await?;
    Ok(Json(json!({})))
}
