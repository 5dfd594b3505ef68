//! Reports about what stands in a community.

use super::path::Acting;
use crate::State;
use crate::auth::Caller;
use crate::entities;
use crate::error::Answer;
use crate::ids::Word;
use crate::openapi::shapes::{self, Done, Paging, Refusals};
use crate::page::Wanted;
use crate::render::{self, Rendered};
use axum::{Json, extract};
use hearth_core::communities::{queries, reports as verb};
use hearth_core::ids::ReportId;
use serde::Serialize;
use utoipa::ToSchema;

/// What somebody reported. Who it was stays unsaid.
#[derive(Debug, Serialize, ToSchema)]
struct Report<'a> {
    /// Id of the report.
    #[schema(value_type = shapes::Id)]
    id: ReportId,
    /// Whose stories they are.
    #[schema(value_type = shapes::Account)]
    account: entities::Account<'a>,
    /// Addresses of the stories.
    story_uris: &'a [String],
    /// What was said about them.
    comment: &'a str,
}

/// The open reports about stories of the community, oldest first. For stewards.
#[utoipa::path(get, path = "/communities/{name}/reports", tag = "Stewards",
    params(Paging),
    responses((status = 200, description = "20 of them unless asked, 40 at most", body = [Report<'_>]), Refusals),
    security(("bearer" = ["read:follows"])))]
pub(super) async fn list(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Word(name): Word,
    wanted: Wanted,
) -> Rendered {
    caller.may("read:follows")?;
    let community = queries::named(&state.core, caller.id(), &name).await?;
    let limit = wanted.page(20, 40).limit;
    let reports = verb::open(&state.core, &caller.account, &community, limit).await?;
    let shown = reports.iter().map(|report| Report {
        id: report.id,
        account: entities::Account::of(&state.core.here, &report.target),
        story_uris: &report.story_uris,
        comment: &report.comment,
    });
    Ok(render::list(&shown.collect::<Vec<_>>()))
}

/// Says that a report has been seen to.
#[utoipa::path(post, path = "/communities/{name}/reports/{id}/resolve", tag = "Stewards",
    responses((status = 200, description = "It is done", body = Done), Refusals),
    security(("bearer" = ["write:follows"])))]
pub(super) async fn resolve(extract::State(state): extract::State<State>, acting: Acting) -> Answer<Done> {
    let report = ReportId(acting.id);
    verb::resolve(&state.core, &acting.caller.account, &acting.community, report).await?;
    Ok(Json(Done {}))
}
