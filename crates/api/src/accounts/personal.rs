//! What the caller notes about somebody, and whom they feature.

use super::relationships::one;
use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::Relationship;
use crate::error::Answer;
use crate::ids::Id;
use crate::page::Wanted;
use crate::params::{List, Params, Ref, Words};
use crate::render::Rendered;
use axum::{Json, extract};
use hearth_core::accounts::{endorse as verbs, queries, remark};
use hearth_core::ids::AccountId;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    comment: Words,
}

/// `POST /api/v1/accounts/{id}/note`: for the caller's eyes alone; empty takes it away.
pub(crate) async fn note(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Relationship> {
    caller.may("write:accounts")?;
    let other = queries::by_id(&state.core, AccountId(id)).await?;
    remark::remark(&state.core, caller.id(), &other, &form.comment.0).await?;
    one(&state, &caller, other.id).await
}

/// `POST /api/v1/accounts/{id}/endorse`
pub(crate) async fn endorse(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:accounts")?;
    let other = queries::by_id(&state.core, AccountId(id)).await?;
    verbs::endorse(&state.core, caller.id(), &other).await?;
    one(&state, &caller, other.id).await
}

/// `POST /api/v1/accounts/{id}/unendorse`
pub(crate) async fn unendorse(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:accounts")?;
    let other = queries::by_id(&state.core, AccountId(id)).await?;
    verbs::unendorse(&state.core, caller.id(), other.id).await?;
    one(&state, &caller, other.id).await
}

/// `GET /api/v1/endorsements`
pub(crate) async fn endorsements(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:accounts")?;
    let list = verbs::endorsed(&state.core, caller.id(), wanted.page(40, 80)).await?;
    Ok(super::page(&state, &wanted, &list))
}

/// `GET /api/v1/accounts/{id}/endorsements`: featured for everybody to see.
pub(crate) async fn endorsed_by(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
    wanted: Wanted,
) -> Rendered {
    reader.may("read:accounts")?;
    let account = queries::by_id(&state.core, AccountId(id)).await?;
    let list = if account.is_active() {
        verbs::endorsed(&state.core, account.id, wanted.page(40, 80)).await?
    } else {
        Vec::new()
    };
    Ok(super::page(&state, &wanted, &list))
}

/// Most accounts that are asked about at once.
const MOST: usize = 200;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Several {
    id: List<Ref>,
}

/// `GET /api/v1/accounts/familiar_followers`: who follows whom is everybody's own affair here, so nobody is named, as
/// with Mastodon's accounts that hide their follows.
pub(crate) async fn familiar_followers(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Several>,
) -> Answer<Vec<Value>> {
    caller.may("read:follows")?;
    let ids: Vec<AccountId> = form.id.ids(MOST).map(AccountId).collect();
    let found = queries::by_ids(&state.core, &ids).await?;
    Ok(Json(found.iter().map(|account| json!({"id": account.id, "accounts": []})).collect()))
}
