//! Deletes a story, or takes a boost back by its own id.

use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::error::ApiError;
use crate::ids::Id;
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::stories::show::show_entry;
use hearth_core::stories::{Entry, boost, delete as verb};

/// `DELETE /api/v1/statuses/{id}`: answers the story with what was typed, so that it can be told again.
pub(crate) async fn delete(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:statuses")?;
    let entry = show_entry(&state.core, caller.id(), id).await?;
    remove(&state, &caller, &entry).await?;
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
