//! What was typed, for editing it.

use crate::State;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::ids::Id;
use axum::{Json, extract};
use hearth_core::ids::StoryId;
use hearth_core::stories::show::show as show_story;
use serde_json::{Value, json};

/// `GET /api/v1/statuses/{id}/source`
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("read:statuses")?;
    let entry = show_story(&state.core, caller.id(), StoryId(id)).await?;
    let story = &entry.view.story;
    if story.author_id != caller.id() {
        return Err(ApiError::not_found());
    }
    Ok(Json(json!({
        "id": story.id, "text": story.source, "spoiler_text": story.summary,
        "title": story.title, "content_type": story.source_type,
    })))
}
