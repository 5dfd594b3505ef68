//! How much there is to read since the caller's marker.

use super::groups::together;
use super::list::Form;
use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::page::check_positive;
use crate::params::{Int, List, Params, Words};
use axum::{Json, extract};
use hearth_core::markers;
use hearth_core::notifications::{groups, list};
use hearth_core::page::Page;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    limit: Int,
    grouped_types: Option<List<Words>>,
    #[serde(flatten)]
    which: Form,
}

/// `GET /api/v1/notifications/unread_count`: up to `limit`, 100 unless told and 1,000 at most.
pub(crate) async fn count(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Answer<Value> {
    caller.may("read:notifications")?;
    let page = unread(&state, &caller, asked.limit).await?;
    let Some(which) = asked.which.which() else { return Ok(Json(json!({"count": 0}))) };
    let found = list::list(&state.core, caller.id(), &which, page).await?;
    Ok(Json(json!({"count": found.len()})))
}

/// `GET /api/v2/notifications/unread_count`: the same in groups.
pub(crate) async fn count_groups(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Answer<Value> {
    caller.may("read:notifications")?;
    let page = unread(&state, &caller, asked.limit).await?;
    let Some(which) = asked.which.which() else { return Ok(Json(json!({"count": 0}))) };
    let together = together(asked.grouped_types);
    let found = groups::groups(&state.core, caller.id(), &which, &together, page).await?;
    Ok(Json(json!({"count": found.len()})))
}

async fn unread(state: &State, caller: &Caller, limit: Int) -> Result<Page, ApiError> {
    check_positive(limit)?;
    let marker = markers::marks(&state.core, caller.id(), &["notifications".to_owned()]).await?;
    let since = marker.first().map(|marker| marker.last_read_id);
    Ok(Page { max: None, since, min: None, limit: limit.0.unwrap_or(100).clamp(1, 1_000) })
}
