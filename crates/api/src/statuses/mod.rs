//! Stories, as apps tell, read and change them.

pub(crate) mod bookmark;
pub(crate) mod context;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod edit;
pub(crate) mod favourite;
mod form;
pub(crate) mod history;
pub(crate) mod mute;
pub(crate) mod pin;
pub(crate) mod quotes;
pub(crate) mod reblog;
pub(crate) mod show;
pub(crate) mod source;

pub(crate) use create::key;
pub(crate) use form::meet;

use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::error::ApiError;
use crate::render::{self, Rendered};
use axum::response::Response;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::Entry;
use hearth_core::stories::show::{show as show_story, show_entry};

/// One story as the caller sees it.
async fn shown(state: &State, caller: &Caller, story: StoryId) -> Rendered {
    let entry = show_story(&state.core, caller.id(), story).await?;
    Ok(rendered(state, &entry, caller.id()))
}

fn rendered(state: &State, entry: &Entry, viewer: AccountId) -> Response {
    render::one(&Status::of(&state.core.here, entry, viewer))
}

/// The story behind an id that may be a boost's: acts on a boost are acts on what it brought.
async fn story_behind(state: &State, caller: &Caller, id: i64) -> Result<StoryId, ApiError> {
    Ok(show_entry(&state.core, caller.id(), id).await?.view.story.id)
}

/// A story the caller told themselves.
async fn own(state: &State, caller: &Caller, story: StoryId) -> Result<Entry, ApiError> {
    let entry = show_story(&state.core, caller.id(), story).await?;
    if entry.view.story.author_id == caller.id() { Ok(entry) } else { Err(ApiError::not_found()) }
}
