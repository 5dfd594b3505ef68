//! Polls, as apps read and answer them.

use crate::State;
use crate::auth::{Caller, Reader};
use crate::entities::Poll;
use crate::error::ApiError;
use crate::ids::Id;
use crate::params::{Int, List, Params};
use crate::render::{self, Rendered};
use axum::routing::{get, post};
use axum::{Router, extract};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::polls::vote as verb;
use hearth_core::stories::show::show as show_story;
use serde::Deserialize;

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new().route("/v1/polls/{id}", get(show)).route("/v1/polls/{id}/votes", post(vote))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    choices: List<Int>,
}

/// `GET /api/v1/polls/{id}`
async fn show(extract::State(state): extract::State<State>, reader: Reader, Id(id): Id) -> Rendered {
    reader.may("read:statuses")?;
    shown(&state, reader.viewer(), StoryId(id)).await
}

/// `POST /api/v1/polls/{id}/votes`
async fn vote(
    extract::State(state): extract::State<State>,
    caller: Caller,
    Id(id): Id,
    Params(form): Params<Form>,
) -> Rendered {
    caller.may("write:statuses")?;
    let choices: Vec<i64> = form.choices.0.iter().filter_map(|choice| choice.0).collect();
    verb::vote(&state.core, &caller.account, StoryId(id), &choices).await?;
    shown(&state, caller.id(), StoryId(id)).await
}

async fn shown(state: &State, viewer: AccountId, story: StoryId) -> Rendered {
    let entry = show_story(&state.core, viewer, story).await?;
    match Poll::of(&state.core.here, &entry.view, entry.marks, viewer) {
        Some(poll) => Ok(render::one(&poll)),
        None => Err(ApiError::not_found()),
    }
}
