//! Stories a member features on their profile.

use super::shown;
use crate::State;
use crate::auth::Caller;
use crate::ids::Id;
use crate::render::Rendered;
use axum::extract;
use hearth_core::ids::StoryId;
use hearth_core::stories::pin as verbs;

/// `POST /api/v1/statuses/{id}/pin`
pub(crate) async fn pin(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:accounts")?;
    verbs::pin(&state.core, &caller.account, StoryId(id)).await?;
    shown(&state, &caller, StoryId(id)).await
}

/// `POST /api/v1/statuses/{id}/unpin`
pub(crate) async fn unpin(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:accounts")?;
    verbs::unpin(&state.core, &caller.account, StoryId(id)).await?;
    shown(&state, &caller, StoryId(id)).await
}
