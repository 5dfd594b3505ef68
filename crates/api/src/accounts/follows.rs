//! Follows: made, ended, listed.

use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::Relationship;
use crate::error::Answer;
use crate::ids::Id;
use crate::page::Wanted;
use crate::params::{Flag, List, Params, Words};
use crate::render::Rendered;
use axum::extract;
use hearth_core::accounts::queries as accounts;
use hearth_core::follows::{Wishes, queries, reject, request, undo};
use hearth_core::ids::AccountId;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    reblogs: Flag,
    notify: Flag,
    languages: Option<List<Words>>,
}

/// `POST /api/v1/accounts/{id}/follow`
pub(crate) async fn follow(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Relationship> {
    caller.may("write:follows")?;
    let followee = accounts::by_id(&state.core, AccountId(id)).await?;
    let wishes = Wishes {
        show_boosts: form.reblogs.0,
        notify: form.notify.0,
        languages: form.languages.map(List::texts),
    };
    request::request(&state.core, &caller.account, &followee, wishes).await?;
    super::relationships::one(&state, &caller, followee.id).await
}

/// `POST /api/v1/accounts/{id}/unfollow`
pub(crate) async fn unfollow(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:follows")?;
    let followee = accounts::by_id(&state.core, AccountId(id)).await?;
    undo::undo(&state.core, &caller.account, &followee).await?;
    super::relationships::one(&state, &caller, followee.id).await
}

/// `POST /api/v1/accounts/{id}/remove_from_followers`
pub(crate) async fn remove(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Relationship> {
    caller.may("write:follows")?;
    let follower = accounts::by_id(&state.core, AccountId(id)).await?;
    reject::reject(&state.core, &caller.account, &follower).await?;
    super::relationships::one(&state, &caller, follower.id).await
}

/// `GET /api/v1/accounts/{id}/followers`: one's own list; others' are not shown.
pub(crate) async fn followers(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
    wanted: Wanted,
) -> Rendered {
    reader.may("read:accounts")?;
    let account = accounts::by_id(&state.core, AccountId(id)).await?;
    let list = if account.id == reader.viewer() {
        queries::followers(&state.core, account.id, wanted.page(40, 80)).await?
    } else {
        Vec::new()
    };
    Ok(super::page(&state, &wanted, &list))
}

/// `GET /api/v1/accounts/{id}/following`: one's own list; others' are not shown.
pub(crate) async fn following(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
    wanted: Wanted,
) -> Rendered {
    reader.may("read:accounts")?;
    let account = accounts::by_id(&state.core, AccountId(id)).await?;
    let list = if account.id == reader.viewer() {
        queries::following(&state.core, account.id, wanted.page(40, 80)).await?
    } else {
        Vec::new()
    };
    Ok(super::page(&state, &wanted, &list))
}
