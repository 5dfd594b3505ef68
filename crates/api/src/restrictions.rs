//! What a member blocked and muted.

use crate::State;
use crate::accounts::page;
use crate::auth::Caller;
use crate::entities::Account;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::page::{Newer, Wanted, ends};
use crate::params::{Params, Words};
use crate::render::Rendered;
use axum::Json;
use axum::extract;
use hearth_core::accounts::relationship::relationships;
use hearth_core::ids::AccountId;
use hearth_core::restrictions::{block, block_host as hosts_of, mute};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// `GET /api/v1/blocks`
pub(crate) async fn blocks(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:blocks")?;
    let list = block::blocked(&state.core, caller.id(), wanted.page(40, 80)).await?;
    Ok(page(&state, &wanted, &list))
}

/// `GET /api/v1/mutes`
pub(crate) async fn mutes(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:mutes")?;
    let list = mute::muted(&state.core, caller.id(), wanted.page(40, 80)).await?;
    let ids: Vec<AccountId> = list.iter().map(|(_, account)| account.id).collect();
    let known = relationships(&state.core, caller.id(), &ids).await?;
    let end = |id| known.iter().find(|one| one.id == id).and_then(|one| one.muting_expires_at);
    let mut items = Vec::with_capacity(list.len());
    for (_, account) in &list {
        let mute_expires_at = end(account.id).map(Stamp);
        items.push(Muted { account: Account::of(&state.core.here, account), mute_expires_at });
    }
    Ok(wanted.answer(&items, ends(&list, |(cursor, _)| *cursor), Newer::SinceId))
}

/// `MutedAccount`
#[derive(Debug, Serialize)]
struct Muted<'a> {
    #[serde(flatten)]
    account: Account<'a>,
    mute_expires_at: Option<Stamp>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Host {
    domain: Words,
}

/// `GET /api/v1/domain_blocks`
pub(crate) async fn hosts(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
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
    hosts_of::block_host(&state.core, &caller.account, &host.domain.0).await?;
    Ok(Json(json!({})))
}

/// `DELETE /api/v1/domain_blocks`
pub(crate) async fn unblock_host(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(host): Params<Host>,
) -> Answer<Value> {
    caller.may("write:blocks")?;
    hosts_of::unblock_host(&state.core, &caller.account, &host.domain.0).await?;
    Ok(Json(json!({})))
}
