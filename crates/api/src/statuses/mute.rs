//! Mutes threads.

use super::{shown, story_behind};
use crate::State;
use crate::auth::Caller;
use crate::ids::Id;
use crate::params::{Int, Params};
use crate::render::Rendered;
use axum::extract;
use chrono::TimeDelta;
use hearth_core::restrictions::mute_thread;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    duration: Int,
}

/// `POST /api/v1/statuses/{id}/mute`: the whole thread; `duration` in seconds, 0 for ever.
pub(crate) async fn mute(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:mutes")?;
    let story = story_behind(&state, &caller, id).await?;
    let seconds = form.duration.0.filter(|seconds| *seconds > 0);
    let duration = seconds.and_then(TimeDelta::try_seconds);
    mute_thread::mute(&state.core, caller.id(), story, duration).await?;
    shown(&state, &caller, story).await
}

/// `POST /api/v1/statuses/{id}/unmute`
pub(crate) async fn unmute(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
) -> Rendered {
    caller.may("write:mutes")?;
    let story = story_behind(&state, &caller, id).await?;
    mute_thread::unmute(&state.core, caller.id(), story).await?;
    shown(&state, &caller, story).await
}
