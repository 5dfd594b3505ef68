//! Finds accounts by how their names begin, for completion.

use crate::State;
use crate::auth::Caller;
use crate::entities::Account;
use crate::error::Answer;
use crate::params::{Flag, Int, Params};
use axum::{Json, extract};
use hearth_core::accounts::{Handle, queries};
use hearth_federation::resolve;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    q: String,
    resolve: Option<Flag>,
    following: Option<Flag>,
    limit: Option<Int>,
    offset: Option<Int>,
}

/// `GET /api/v1/accounts/search`
pub(crate) async fn search(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Vec<Account>> {
    caller.may("read:accounts")?;
    let flag = |flag: Option<Flag>| flag.and_then(|flag| flag.0).unwrap_or(false);
    let number = |value: Option<Int>| value.and_then(|Int(number)| number);
    if flag(form.resolve)
        && let Ok(handle) = form.q.parse::<Handle>()
        && handle.host.is_some()
    {
        crate::search::looked_up(resolve::account(&state.federation, &handle).await)?;
    }
    let (limit, offset) =
        (number(form.limit).unwrap_or(40).clamp(1, 80), number(form.offset).unwrap_or(0).max(0));
    let words = form.q.trim().trim_start_matches('@');
    let list =
        queries::matching(&state.core, caller.id(), words, flag(form.following), limit, offset).await?;
    Ok(Json(list.iter().map(|account| Account::of(&state.core, account)).collect()))
}
