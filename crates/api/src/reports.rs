//! Asks the people who run this server to look.

use crate::State;
use crate::auth::Caller;
use crate::entities::Account;
use crate::error::Answer;
use crate::params::{Flag, Int, List, Params};
use axum::{Json, extract};
use hearth_core::accounts::queries;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::reports;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    account_id: Int,
    #[serde(default)]
    status_ids: List<Int>,
    #[serde(default)]
    comment: String,
    forward: Option<Flag>,
}

/// `POST /api/v1/reports`
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Answer<Value> {
    caller.may("write:reports")?;
    let target = queries::by_id(&state.core, AccountId(form.account_id.0.unwrap_or_default())).await?;
    let stories: Vec<StoryId> = form.status_ids.0.iter().filter_map(|id| id.0.map(StoryId)).collect();
    let forward = form.forward.and_then(|flag| flag.0).unwrap_or(false);
    let report =
        reports::create(&state.core, &caller.account, &target, &stories, &form.comment, forward).await?;
    Ok(Json(json!({
        "id": report.id.to_string(), "action_taken": false, "action_taken_at": null, "category": "other",
        "comment": report.comment, "forwarded": report.forwarded, "created_at": crate::entities::time::stamp(state.core.now()),
        "status_ids": stories.iter().map(ToString::to_string).collect::<Vec<_>>(), "rule_ids": null, "collection_ids": null,
        "target_account": Account::of(&state.core, &target),
    })))
}
