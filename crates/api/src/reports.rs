//! Asks the people who run this server to look.

use crate::State;
use crate::auth::Caller;
use crate::entities::Report;
use crate::params::{Flag, List, Params, Ref, Words};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::accounts::queries;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::reports;
use serde::Deserialize;

/// Most stories in one report.
const MOST: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    account_id: Ref,
    status_ids: List<Ref>,
    comment: Words,
    forward: Flag,
}

/// `POST /api/v1/reports`
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:reports")?;
    let target = queries::by_id(&state.core, AccountId(form.account_id.0.unwrap_or_default())).await?;
    let stories: Vec<StoryId> = form.status_ids.ids(MOST).map(StoryId).collect();
    let (comment, forward) = (&form.comment.0, form.forward.on());
    let report = reports::create(&state.core, &caller.account, &target, &stories, comment, forward).await?;
    Ok(render::one(&Report::of(&state.core.here, &report, &stories, state.core.now())))
}
