//! Changes a story.

use super::create::{Form, meet};
use crate::State;
use crate::auth::Caller;
use crate::entities::Status;
use crate::error::Answer;
use crate::ids::Id;
use crate::params::Params;
use axum::extract;
use hearth_core::ids::StoryId;
use hearth_core::stories::edit as verb;

/// `PUT /api/v1/statuses/{id}`
pub(crate) async fn edit(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Status> {
    caller.may("write:statuses")?;
    let draft = form.draft()?;
    meet(&state, &draft).await;
    verb::edit(&state.core, &caller.account, StoryId(id), draft).await?;
    super::shown(&state, &caller, StoryId(id)).await
}
