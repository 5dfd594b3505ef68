//! Deletes a story.

use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use axum::{Json, extract};
use hearth_core::ids::StoryId;
use hearth_core::stories::{delete as verb, show::show as show_story};

/// `DELETE /api/v1/statuses/{id}`: answers the story with what was typed, so that it can be told again.
pub(crate) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Status> {
    caller.may("write:statuses")?;
    let entry = show_story(&state.core, caller.id(), StoryId(id)).await?;
    if entry.view.story.author_id != caller.id() {
        return Err(ApiError::not_found());
    }
    verb::delete(&state.core, &caller.account, StoryId(id)).await?;
    let status = Status::of(&state.core, &entry, true, caller.id());
    Ok(Json(status.with_source(entry.view.story.source.clone())))
}
