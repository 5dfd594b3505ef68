//! What was not told yet.

mod keep;
mod list;
mod publish;

use crate::State;
use crate::entities::time::Stamp;
use axum::Router;
use axum::routing::{get, post};
use hearth_core::drafts::Kept;
use hearth_core::ids::DraftId;
use hearth_core::stories::Draft;
use serde::Serialize;

/// Drafts, and stories that wait for the end of their undo window.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/drafts", get(list::list).post(keep::create))
        .route("/drafts/waiting", get(list::waiting))
        .route("/drafts/waiting/{id}/take_back", post(publish::take_back))
        .route("/drafts/{id}", get(list::show).put(keep::save).delete(keep::delete))
        .route("/drafts/{id}/publish", post(publish::publish))
}

/// A draft as it is kept.
#[derive(Debug, Serialize)]
pub(super) struct DraftEntity {
    id: DraftId,
    #[serde(flatten)]
    draft: Draft,
    /// When it is told, unless it is taken back.
    release_at: Option<Stamp>,
    /// Why it could not be told when its time had come.
    problem: Option<String>,
    updated_at: Stamp,
}

impl From<Kept> for DraftEntity {
    fn from(kept: Kept) -> Self {
        Self {
            id: kept.id,
            draft: kept.draft,
            release_at: kept.release_at.map(Stamp),
            problem: kept.problem,
            updated_at: Stamp(kept.updated_at),
        }
    }
}
