//! Files that apps send, and that people are shown.

mod form;
mod own;
pub(crate) mod profile;
mod proxy;
pub(crate) mod rooms;
mod serve;
mod upload;

pub(crate) use form::Said;

use crate::State;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use hearth_media::film::Bounds;
use hearth_media::picture::Limits;

/// Room in a request beside the file itself.
const BESIDE: usize = 1 << 20;

/// Longest request with so many pictures in it, in bytes.
pub(crate) fn longest(pictures: usize) -> DefaultBodyLimit {
    DefaultBodyLimit::max(Limits::default().bytes * pictures + BESIDE)
}

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/media", post(upload::upload))
        .route("/v2/media", post(upload::upload))
        .layer(DefaultBodyLimit::max(Bounds::default().bytes + Limits::default().bytes + BESIDE))
        .route("/v1/media/{id}", get(own::show).put(own::describe).delete(own::drop))
}

/// What stands beside it: the files themselves.
pub(crate) fn files() -> Router<State> {
    Router::new()
        .route("/media/{file}", get(serve::serve))
        .route("/media/proxy/{form}/{seal}/{url}", get(proxy::serve))
        .layer(crate::cors::layer())
}
