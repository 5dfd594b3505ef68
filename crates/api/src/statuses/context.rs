//! The thread around a story.

use crate::State;
use crate::auth::Reader;
use crate::entities::Status;
use crate::ids::Id;
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::here::Here;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::context::{self, Context};
use hearth_core::stories::{Entry, show::show_entry};
use hearth_federation::resolve;
use serde::Serialize;

/// What a story answers and what answers it.
#[derive(Debug, Serialize)]
struct ContextEntity<'a> {
    ancestors: Vec<Status<'a>>,
    descendants: Vec<Status<'a>>,
}

impl<'a> ContextEntity<'a> {
    fn of(here: &'a Here, thread: &'a Context, viewer: AccountId) -> Self {
        let statuses = |list: &'a [Entry]| list.iter().map(|entry| Status::of(here, entry, viewer)).collect();
        Self { ancestors: statuses(&thread.ancestors), descendants: statuses(&thread.descendants) }
    }
}

/// `GET /api/v1/statuses/{id}/context`: what is known now; more of a thread that lives elsewhere is fetched behind it.
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Id(id): Id,
) -> Rendered {
    reader.may("read:statuses")?;
    let story = show_entry(&state.core, reader.viewer(), id).await?.view.story.id;
    let thread = context::context(&state.core, reader.viewer(), story).await?;
    if reader.is_member() {
        complete(&state, story);
    }
    Ok(render::one(&ContextEntity::of(&state.core.here, &thread, reader.viewer())))
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
