//! Changes a story.

use super::form::{Form, meet};
use crate::State;
use crate::auth::Caller;
use crate::ids::Id;
use crate::params::Params;
use crate::render::Rendered;
use axum::extract;
use hearth_core::ids::StoryId;
use hearth_core::stories::edit as verb;

/// `PUT /api/v1/statuses/{id}`
pub(crate) async fn edit(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:statuses")?;
    let old = super::own(&state, &caller, StoryId(id)).await?;
    let draft = form.change(&old.view)?;
    meet(&state, &draft).await;
    verb::edit(&state.core, &caller.account, StoryId(id), draft).await?;
    super::shown(&state, &caller, StoryId(id)).await
}
