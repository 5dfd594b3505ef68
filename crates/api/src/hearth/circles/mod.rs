//! A member's circles: named lists of people, which nobody else knows of.

mod change;
mod members;
mod show;

use crate::State;
use axum::Router;
use axum::routing::get;

/// What the document says of them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    show::list,
    change::create,
    show::show,
    change::rename,
    change::delete,
    members::add,
    members::remove
))]
pub(super) struct Api;

/// Circles and who is in them.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/circles", get(show::list).post(change::create))
        .route("/circles/{id}", get(show::show).put(change::rename).delete(change::delete))
        .route("/circles/{id}/members", axum::routing::post(members::add).delete(members::remove))
}
