//! Who may read a story from now on, and until when.

use crate::State;
use crate::auth::Caller;
use crate::entities::time::Stamp;
use crate::error::Answer;
use crate::ids::Id;
use crate::openapi::shapes::{self, Refusals};
use crate::openapi::words;
use crate::params::{Params, Ref};
use axum::routing::post;
use axum::{Json, Router, extract};
use chrono::{DateTime, Utc};
use hearth_core::ids::{CircleId, StoryId};
use hearth_core::stories::{Audience, audience as verb, expire, fold as folding, show};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the document says of it.
#[derive(utoipa::OpenApi)]
#[openapi(paths(change, fold, unfold, end))]
pub(super) struct Api;

/// Widening, narrowing, folding away, ending.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/stories/{id}/audience", post(change))
        .route("/stories/{id}/fold", post(fold))
        .route("/stories/{id}/unfold", post(unfold))
        .route("/stories/{id}/expiry", post(end))
}

/// For whom.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = AudienceForm)]
struct Form {
    /// Who may read it from now on.
    #[schema(value_type = words::Audience)]
    audience: Audience,
    /// Id of the circle, where the audience is `circle`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    circle: Ref,
}

/// Until when.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = UntilForm)]
struct Until {
    /// When it deletes itself, in RFC 3339; absent or null for never.
    expires_at: Option<DateTime<Utc>>,
}

/// Widens or narrows who may read a story.
///
/// Servers that are outside now are asked to delete it, those that are inside now are sent it.
#[utoipa::path(post, path = "/stories/{id}/audience", tag = "Stories",
    request_body = Form,
    responses((status = 200, description = "How it stands now", body = Standing), Refusals), security(("bearer" = ["write:statuses"])))]
async fn change(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Standing> {
    caller.may("write:statuses")?;
    let circle = form.circle.0.map(CircleId);
    verb::change_audience(&state.core, &caller.account, StoryId(id), form.audience, circle).await?;
    standing(&state, &caller, StoryId(id)).await
}

/// Folds a story away: gone for everybody but you, here and (by a request to delete) elsewhere.
#[utoipa::path(post, path = "/stories/{id}/fold", tag = "Stories",
    responses((status = 200, description = "How it stands now", body = Standing), Refusals), security(("bearer" = ["write:statuses"])))]
async fn fold(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Standing> {
    caller.may("write:statuses")?;
    folding::fold(&state.core, &caller.account, StoryId(id)).await?;
    standing(&state, &caller, StoryId(id)).await
}

/// Brings a folded story back.
#[utoipa::path(post, path = "/stories/{id}/unfold", tag = "Stories",
    responses((status = 200, description = "How it stands now", body = Standing), Refusals), security(("bearer" = ["write:statuses"])))]
async fn unfold(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Standing> {
    caller.may("write:statuses")?;
    folding::unfold(&state.core, &caller.account, StoryId(id)).await?;
    standing(&state, &caller, StoryId(id)).await
}

/// Says when a story deletes itself; without a time it stays for good.
#[utoipa::path(post, path = "/stories/{id}/expiry", tag = "Stories",
    request_body = Until,
    responses((status = 200, description = "How it stands now", body = Standing), Refusals), security(("bearer" = ["write:statuses"])))]
async fn end(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(until): Params<Until>,
) -> Answer<Standing> {
    caller.may("write:statuses")?;
    expire::choose(&state.core, caller.id(), StoryId(id), until.expires_at).await?;
    standing(&state, &caller, StoryId(id)).await
}

/// How a story stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StoryStanding)]
struct Standing {
    /// Id of the story.
    #[schema(value_type = shapes::Id)]
    id: StoryId,
    /// Who may read it.
    #[schema(value_type = words::Audience)]
    audience: Audience,
    /// Folded away: you alone see it, until it is unfolded.
    folded: bool,
    /// When it deletes itself; null for never.
    expires_at: Option<Stamp>,
    /// What that means for those who had it, in words.
    note: &'static str,
}

async fn standing(state: &State, caller: &Caller, id: StoryId) -> Answer<Standing> {
    let entry = show::show(&state.core, caller.id(), id).await?;
    Ok(Json(Standing {
        id,
        audience: entry.view.story.audience,
        folded: folding::is_folded(&state.core, id).await?,
        expires_at: expire::of(&state.core, id).await?.map(Stamp),
        note: "Servers that had it are asked to follow. Copies that people read or kept stay read and kept.",
    }))
}
