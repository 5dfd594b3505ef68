//! What was typed, for editing it.

use super::own;
use crate::State;
use crate::auth::Caller;
use crate::error::Answer;
use crate::ids::Id;
use axum::{Json, extract};
use hearth_core::ids::StoryId;
use serde_json::{Value, json};

/// `GET /api/v1/statuses/{id}/source`; the title and the kind of text are Hearth's own.
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Value> {
    caller.may("read:statuses")?;
    let entry = own(&state, &caller, StoryId(id)).await?;
    let story = &entry.view.story;
    Ok(Json(json!({
        "id": story.id, "text": story.source, "spoiler_text": story.summary,
        "title": story.title, "content_type": story.source_type,
    })))
}
