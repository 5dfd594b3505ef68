//! The thread around a story.

use crate::State;
use crate::auth::Reader;
use crate::entities::Status;
use crate::error::Answer;
use crate::ids::Id;
use axum::{Json, extract};
use hearth_core::ids::StoryId;
use hearth_core::stories::{Entry, context, show::show_entry};
use hearth_federation::resolve;
use serde::Serialize;

/// What a story answers and what answers it.
#[derive(Debug, Serialize)]
pub(crate) struct Context {
    ancestors: Vec<Status>,
    descendants: Vec<Status>,
}

/// `GET /api/v1/statuses/{id}/context`: what is known now; more of a thread that lives elsewhere is fetched behind it.
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
) -> Answer<Context> {
    let story = show_entry(&state.core, reader.viewer(), id).await?.view.story.id;
    let thread = context::context(&state.core, reader.viewer(), story).await?;
    if reader.is_member() {
        complete(&state, story);
    }
    let status = |entry: &Entry| Status::of(&state.core, entry, reader.is_member(), reader.viewer());
    Ok(Json(Context {
        ancestors: thread.ancestors.iter().map(status).collect(),
        descendants: thread.descendants.iter().map(status).collect(),
    }))
}

/// Fetches the rest of a thread; at most once in a quarter of an hour, which the resolver sees to.
fn complete(state: &State, story: StoryId) {
    let federation = state.federation.clone();
    tokio::spawn(async move {
        if let Err(error) = resolve::thread(&federation, story).await {
            tracing::debug!(%error, %story, "the thread could not be completed");
        }
    });
}
