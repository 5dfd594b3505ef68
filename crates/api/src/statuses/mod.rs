//! Stories, as apps tell, read and change them.

pub(crate) mod context;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod edit;
pub(crate) mod favourite;
pub(crate) mod history;
pub(crate) mod pin;
pub(crate) mod reblog;
pub(crate) mod show;
pub(crate) mod source;

use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::error::{Answer, ApiError};
use axum::Json;
use hearth_core::ids::StoryId;
use hearth_core::stories::show::{show as show_story, show_entry};

/// One story as the caller sees it.
async fn shown(state: &State, caller: &Caller, story: StoryId) -> Answer<Status> {
    let entry = show_story(&state.core, caller.id(), story).await?;
    Ok(Json(Status::of(&state.core, &entry, true, caller.id())))
}

/// The story behind an id that may be a boost's: acts on a boost are acts on what it brought.
async fn story_behind(state: &State, caller: &Caller, id: i64) -> Result<StoryId, ApiError> {
    Ok(show_entry(&state.core, caller.id(), id).await?.view.story.id)
}
