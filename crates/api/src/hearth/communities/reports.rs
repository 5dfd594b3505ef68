//! Reports about what stands in a community.

use super::path::Acting;
use crate::State;
use crate::auth::Caller;
use crate::entities;
use crate::error::Answer;
use crate::ids::Word;
use crate::page::Wanted;
use axum::{Json, extract};
use hearth_core::communities::{queries, reports as verb};
use hearth_core::ids::ReportId;
use serde_json::{Value, json};

/// `GET /api/hearth/v1/communities/{name}/reports`: the open ones. Who reported stays unsaid.
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Answer<Value> {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let limit = wanted.page(20, 40).limit;
    let reports = verb::open(&state.core, &caller.account, &community, limit).await?;
    let shown = reports.iter().map(|report| {
        json!({
            "id": report.id,
            "account": entities::Account::of(&state.core.here, &report.target),
            "story_uris": report.story_uris,
            "comment": report.comment,
        })
    });
    Ok(Json(shown.collect()))
}

/// `POST /api/hearth/v1/communities/{name}/reports/{id}/resolve`
pub(super) async fn resolve(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Value> {
    let report = ReportId(acting.id);
    verb::resolve(&state.core, &acting.caller.account, &acting.community, report).await?;
    Ok(Json(json!({})))
}
