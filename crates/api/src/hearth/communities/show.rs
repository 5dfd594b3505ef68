//! Shows communities, and how the caller stands to them.

use super::path::Named;
use crate::State;
use crate::auth::Reader;
use crate::entities;
use crate::entities::time::Stamp;
use crate::error::{Answer, ApiError};
use crate::ids::Word;
use crate::page::{Newer, Wanted, ends};
use crate::params::{Flag, Params};
use crate::render::Rendered;
use axum::{Json, extract};
use hearth_core::accounts::Account;
use hearth_core::communities::{Community, Member, abroad, lists, queries};
use hearth_core::follows;
use hearth_core::ids::AccountId;
use serde::Deserialize;
use serde_json::{Value, json};

/// Which communities.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    joined: Flag,
}

/// `GET /api/hearth/v1/communities`: those that wish to be found, or those one is in (`joined=true`).
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    reader: Reader,
    wanted: Wanted,
    Params(form): Params<Form>,
) -> Rendered {
    reader.may("read:follows")?;
    let (viewer, page) = (reader.viewer(), wanted.page(20, 40));
    let found = match form.joined.on() {
        true => lists::joined(&state.core, viewer, page).await?,
        false => lists::directory(&state.core, viewer, page).await?,
    };
    let items: Vec<Value> = found.iter().map(|one| community(&state, one, None)).collect();
    Ok(wanted.answer(&items, ends(&found, |one| one.account.id.0), Newer::MinId))
}

/// `GET /api/hearth/v1/communities/{name}`; of other servers by `name@host`.
pub(super) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Word(name): Word,
) -> Answer<Value> {
    reader.may("read:follows")?;
    let named = Named::of(&state, reader.viewer(), &name).await?;
    shown(&state, reader.viewer(), &named).await
}

/// A community with the reader's standing.
pub(super) async fn shown(state: &State, viewer: AccountId, named: &Named) -> Answer<Value> {
    match named {
        Named::Here(found) => {
            let member = queries::member(&state.core, found.account.id, viewer).await?;
            Ok(Json(community(state, found, member.as_ref())))
        }
        Named::Elsewhere(account) => elsewhere(state, viewer, account).await,
    }
}

/// The same, by its name.
pub(super) async fn again(state: &State, viewer: AccountId, name: &str) -> Answer<Value> {
    shown(state, viewer, &Named::of(state, viewer, name).await?).await
}

/// A community of this server. How many are in it is nobody's measure.
fn community(state: &State, community: &Community, member: Option<&Member>) -> Value {
    json!({
        "id": community.account.id,
        "name": community.account.name,
        "title": community.account.display_name,
        "description": community.account.note_html,
        "welcome": community.welcome,
        "visibility": community.visibility,
        "joining": community.joining,
        "question": community.question,
        "agreement_version": community.agreement,
        "url": community.account.url,
        "uri": community.account.uri,
        "account": entities::Account::of(&state.core.here, &community.account),
        "created_at": Stamp(community.created_at),
        "standing": member.map(standing),
    })
}

fn standing(member: &Member) -> Value {
    json!({
        "state": member.state,
        "role": member.role,
        "agreement_accepted": member.agreement,
        "banned_until": member.banned_until.map(Stamp),
        "reason": member.reason,
        "joined_at": member.joined_at.map(Stamp),
    })
}

/// Somebody's standing, for those who may see it.
pub(super) fn person(state: &State, member: &Member) -> Value {
    json!({
        "account": entities::Account::of(&state.core.here, &member.account),
        "state": member.state,
        "role": member.role,
        "answer": member.answer,
        "banned_until": member.banned_until.map(Stamp),
        "reason": member.reason,
        "joined_at": member.joined_at.map(Stamp),
        "greeted_by": member.greeted_by,
        "greeter": member.greeter,
        "greeted_at": member.greeted_at.map(Stamp),
    })
}

/// What is known here of a community of another server: following is being in.
async fn elsewhere(state: &State, viewer: AccountId, account: &Account) -> Result<Json<Value>, ApiError> {
    let follow = follows::queries::between(&state.core, viewer, account.id).await?;
    let standing = match abroad::ban_of(&state.core, account.id, viewer).await? {
        Some(ban) => {
            Some(json!({ "state": "banned", "banned_until": ban.until.map(Stamp), "reason": ban.reason }))
        }
        None => follow.map(|follow| json!({ "state": if follow.accepted { "member" } else { "pending" } })),
    };
    let stewards = abroad::stewards(&state.core, account.id).await?;
    let stewards: Vec<_> =
        stewards.iter().map(|steward| entities::Account::of(&state.core.here, steward)).collect();
    Ok(Json(json!({
        "id": account.id,
        "name": account.acct(),
        "title": account.display_name,
        "description": account.note_html,
        "joining": if account.locked { "request" } else { "open" },
        "url": account.url,
        "uri": account.uri,
        "account": entities::Account::of(&state.core.here, account),
        "stewards": stewards,
        "standing": standing,
    })))
}
