//! What members planned with their apps, and their drafts, which apps know as plans for a time that never comes.

use crate::State;
use crate::auth::Caller;
use crate::entities::ScheduledStatus;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use crate::page::{Newer, Wanted};
use crate::params::{Instant, Params};
use crate::render::{self, Rendered};
use axum::routing::get;
use axum::{Json, Router, extract};
use hearth_core::drafts::{Kept, schedule};
use hearth_core::ids::{AttachmentId, DraftId};
use hearth_core::media;
use hearth_core::members::model::by_account;
use hearth_core::stories::{Attachment, Audience};
use serde::Deserialize;
use serde_json::{Value, json};

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/scheduled_statuses", get(list))
        .route("/v1/scheduled_statuses/{id}", get(show).put(change).delete(cancel))
}

/// `GET /api/v1/scheduled_statuses`
async fn list(extract::State(state): extract::State<State>, caller: Caller, wanted: Wanted) -> Rendered {
    caller.may("read:statuses")?;
    let kept = schedule::list(&state.core, caller.id(), wanted.page(20, 40)).await?;
    let (files, usual) = beside(&state, &caller, &kept).await?;
    let end = |kept: Option<&Kept>| kept.map(|kept| kept.id.0);
    let entities: Vec<ScheduledStatus<'_>> =
        kept.iter().map(|kept| ScheduledStatus::of(&state.core.here, kept, &files, usual)).collect();
    Ok(wanted.answer(&entities, end(kept.first()).zip(end(kept.last())), Newer::MinId))
}

/// `GET /api/v1/scheduled_statuses/{id}`
async fn show(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Rendered {
    caller.may("read:statuses")?;
    shown(&state, &caller, DraftId(id)).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    scheduled_at: Instant,
}

/// `PUT /api/v1/scheduled_statuses/{id}`
async fn change(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:statuses")?;
    let missing = || ApiError::invalid("Validation failed: Scheduled at can't be blank");
    let at = form.scheduled_at.0.ok_or_else(missing)?;
    let kept = schedule::change(&state.core, &caller.account, DraftId(id), at).await?;
    answer(&state, &caller, kept).await
}

/// `DELETE /api/v1/scheduled_statuses/{id}`
async fn cancel(extract::State(state): extract::State<State>, caller: Caller, Id(id): Id) -> Answer<Value> {
    caller.may("write:statuses")?;
    schedule::cancel(&state.core, caller.id(), DraftId(id)).await?;
    Ok(Json(json!({})))
}

/// One of the caller's plans.
pub(crate) async fn shown(state: &State, caller: &Caller, id: DraftId) -> Rendered {
    let kept = schedule::show(&state.core, caller.id(), id).await?;
    answer(state, caller, kept).await
}

async fn answer(state: &State, caller: &Caller, kept: Kept) -> Rendered {
    let kept = [kept];
    let (files, usual) = beside(state, caller, &kept).await?;
    let [kept] = &kept;
    Ok(render::one(&ScheduledStatus::of(&state.core.here, kept, &files, usual)))
}

/// The files of these drafts, and the audience of the caller's stories that name none.
async fn beside(
    state: &State,
    caller: &Caller,
    kept: &[Kept],
) -> Result<(Vec<Attachment>, Audience), ApiError> {
    let ids: Vec<AttachmentId> = kept.iter().flat_map(|kept| kept.draft.media_ids.iter().copied()).collect();
    let files = media::show::several(&state.core, caller.id(), &ids).await?;
    let member = by_account(&state.core, caller.id()).await?;
    Ok((files, member.and_then(|member| member.default_audience).unwrap_or(Audience::Followers)))
}
