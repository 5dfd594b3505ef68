//! Notifications in groups, as version 2 of their API has them.

use super::list::{Form, kinds};
use crate::State;
use crate::accounts::rendered;
use crate::auth::Caller;
use crate::entities::Grouped;
use crate::error::Answer;
use crate::ids::Word;
use crate::page::{Newer, Wanted};
use crate::params::{List, Params, Words};
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::accounts::Account;
use hearth_core::notifications::{NotificationKind, groups as verbs};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    grouped_types: Option<List<Words>>,
    expand_accounts: Words,
    #[serde(flatten)]
    which: Form,
}

/// The kinds that come together; all that can, unless an app names those it knows.
pub(super) fn together(named: Option<List<Words>>) -> Vec<NotificationKind> {
    named.map_or_else(|| verbs::GROUPED.to_vec(), kinds)
}

/// `GET /api/v2/notifications`
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    wanted: Wanted,
    Params(asked): Params<Asked>,
) -> Rendered {
    caller.may("read:notifications")?;
    let (together, partial) = (together(asked.grouped_types), asked.expand_accounts.0 == "partial_avatars");
    let found = match asked.which.which() {
        Some(which) => {
            verbs::groups(&state.core, caller.id(), &which, &together, wanted.page(40, 80)).await?
        }
        None => Vec::new(),
    };
    // Groups lie over each other: the page ends with the oldest of what any of them holds.
    let all = || found.iter().flat_map(|group| &group.all).map(|one| one.id.0);
    let ends = all().max().zip(all().min());
    let answer = Grouped::of(&state.core.here, &found, caller.id(), partial);
    Ok(wanted.linked(render::one(&answer), ends, Newer::MinId))
}

/// `GET /api/v2/notifications/{key}`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(key): Word,
) -> Rendered {
    caller.may("read:notifications")?;
    let group = verbs::group(&state.core, caller.id(), &key).await?;
    Ok(render::one(&Grouped::of(&state.core.here, &[group], caller.id(), false)))
}

/// `GET /api/v2/notifications/{key}/accounts`
pub(crate) async fn accounts(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(key): Word,
) -> Rendered {
    caller.may("read:notifications")?;
    let group = verbs::group(&state.core, caller.id(), &key).await?;
    let all: Vec<Account> = group.all.iter().map(|one| Account::clone(&one.from)).collect();
    Ok(rendered(&state, &all))
}

/// `POST /api/v2/notifications/{key}/dismiss`
pub(crate) async fn dismiss(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(key): Word,
) -> Answer<Value> {
    caller.may("write:notifications")?;
    verbs::dismiss_group(&state.core, caller.id(), &key).await?;
    Ok(Json(json!({})))
}
