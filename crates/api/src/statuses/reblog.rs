//! Boosts.

use super::{shown, story_behind};
use crate::State;
use crate::auth::Caller;
use crate::entities::{Status, words};
use crate::error::Answer;
use crate::ids::Id;
use crate::params::Params;
use axum::{Json, extract};
use hearth_core::stories::show::show_entry;
use hearth_core::stories::{Audience, boost};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    visibility: Option<String>,
}

/// `POST /api/v1/statuses/{id}/reblog`: answers the boost, which wraps the story.
pub(crate) async fn reblog(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Answer<Status> {
    caller.may("write:statuses")?;
    let story = story_behind(&state, &caller, id).await?;
    let audience = form.visibility.as_deref().and_then(words::audience).unwrap_or(Audience::Public);
    let boost = boost::boost(&state.core, &caller.account, story, audience).await?;
    let entry = show_entry(&state.core, caller.id(), boost.0).await?;
    Ok(Json(Status::of(&state.core, &entry, true, caller.id())))
}

/// `POST /api/v1/statuses/{id}/unreblog`: answers the story.
pub(crate) async fn unreblog(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Status> {
    caller.may("write:statuses")?;
    let story = story_behind(&state, &caller, id).await?;
    boost::unboost(&state.core, &caller.account, story).await?;
    shown(&state, &caller, story).await
}
