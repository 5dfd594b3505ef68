//! What was not told yet.

mod keep;
mod list;
mod publish;

use crate::State;
use crate::entities::time::Stamp;
use crate::openapi::draft;
use crate::openapi::shapes::Id;
use axum::Router;
use axum::routing::{get, post};
use hearth_core::drafts::Kept;
use hearth_core::ids::DraftId;
use hearth_core::stories::Draft;
use serde::Serialize;
use utoipa::ToSchema;

/// Drafts, and stories that wait for the end of their undo window.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/drafts", get(list::list).post(keep::create))
        .route("/drafts/waiting", get(list::waiting))
        .route("/drafts/waiting/{id}/take_back", post(publish::take_back))
        .route("/drafts/{id}", get(list::show).put(keep::save).delete(keep::delete))
        .route("/drafts/{id}/publish", post(publish::publish))
}

/// What the document says of them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    list::list,
    keep::create,
    list::waiting,
    publish::take_back,
    list::show,
    keep::save,
    keep::delete,
    publish::publish
))]
pub(super) struct Api;

/// A draft as it is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptDraft)]
pub(super) struct DraftEntity {
    /// Id of the draft.
    #[schema(value_type = Id)]
    id: DraftId,
    #[serde(flatten)]
    #[schema(value_type = draft::Draft)]
    draft: Draft,
    /// When it is told, unless it is taken back.
    release_at: Option<Stamp>,
    /// Why it could not be told when its time had come.
    problem: Option<String>,
    /// When it was saved last.
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
