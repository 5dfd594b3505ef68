//! Stories the caller keeps for themselves.

use super::{shown, story_behind};
use crate::State;
use crate::auth::Caller;
use crate::ids::Id;
use crate::render::Rendered;
use axum::extract;
use hearth_core::stories::bookmark as verbs;

/// `POST /api/v1/statuses/{id}/bookmark`
pub(crate) async fn bookmark(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:bookmarks")?;
    let story = story_behind(&state, &caller, id).await?;
    verbs::bookmark(&state.core, caller.id(), story).await?;
    shown(&state, &caller, story).await
}

/// `POST /api/v1/statuses/{id}/unbookmark`
pub(crate) async fn unbookmark(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:bookmarks")?;
    let story = story_behind(&state, &caller, id).await?;
    verbs::unbookmark(&state.core, caller.id(), story).await?;
    shown(&state, &caller, story).await
}
