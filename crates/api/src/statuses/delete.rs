//! Deletes a story, or takes a boost back by its own id.

use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::error::ApiError;
use crate::ids::Id;
use crate::params::{Flag, Params};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::media::drop;
use hearth_core::stories::show::show_entry;
use hearth_core::stories::{Entry, boost, delete as verb};
use serde::Deserialize;

/// What apps say of the end.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    /// It is not to be told again: its files go at once.
    delete_media: Flag,
}

/// `DELETE /api/v1/statuses/{id}`: answers the story with what was typed, so that it can be told again.
pub(crate) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:statuses")?;
    let entry = show_entry(&state.core, caller.id(), id).await?;
    remove(&state, &caller, &entry).await?;
    if form.delete_media.on() && entry.boost.is_none() {
        for media in &entry.view.attachments {
            drop::drop(&state.core, &caller.account, media.id).await?;
        }
    }
    let status = Status::of(&state.core.here, &entry, caller.id());
    Ok(render::one(&if entry.boost.is_some() { status } else { status.offered_again(&entry.view.story) }))
}

async fn remove(state: &State, caller: &Caller, entry: &Entry) -> Result<(), ApiError> {
    let story = &entry.view.story;
    let whose = entry.boost.as_ref().map_or(story.author_id, |boost| boost.booster.id);
    if whose != caller.id() {
        return Err(ApiError::not_found());
    }
    match entry.boost {
        Some(_) => boost::unboost(&state.core, &caller.account, story.id).await?,
        None => verb::delete(&state.core, &caller.account, story.id).await?,
    }
    Ok(())
}
