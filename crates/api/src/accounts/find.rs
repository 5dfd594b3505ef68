//! Finds accounts by how their names begin, for completion.

use crate::State;
use crate::auth::Caller;
use crate::page::slice;
use crate::params::{Flag, Int, Params, Words};
use crate::render::Rendered;
use crate::search::looked_up;
use axum::extract;
use hearth_core::accounts::{Handle, queries};
use hearth_core::communities::known;
use hearth_federation::resolve;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    q: Words,
    resolve: Flag,
    following: Flag,
    limit: Int,
    offset: Int,
}

/// `GET /api/v1/accounts/search`
pub(crate) async fn search(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("read:accounts")?;
    let (limit, offset) = slice(form.limit, form.offset, 40, 80)?;
    let words = form.q.0.trim();
    if form.resolve.on()
        && let Ok(handle) = words.parse::<Handle>()
        && handle.host.is_some()
    {
        looked_up(resolve::account(&state.federation, &handle).await)?;
    }
    let list = queries::matching(&state.core, caller.id(), words, form.following.on(), limit, offset).await?;
    Ok(super::rendered(&state, &known::among(&state.core, caller.id(), list).await?))
}
