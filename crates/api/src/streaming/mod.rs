//! Streaming: what happens is told to apps while it happens, over one WebSocket or over server-sent events.
//!
//! The [`hub`] knows all that listen in this process; [`telling`] asks core whom a thing concerns, renders it once for
//! all that see it alike, and hands it over. [`socket`] and [`events`] are the two ways out.

mod announcing;
mod events;
mod handed;
mod hub;
mod listener;
mod socket;
mod stream;
mod telling;

pub(crate) use hub::Hub;

use crate::State;
use axum::Router;
use axum::routing::get;

/// All paths of streaming.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/streaming", get(socket::open))
        .route("/v1/streaming/health", get(async || "OK"))
        .route("/v1/streaming/user", get(events::user))
        .route("/v1/streaming/user/notification", get(events::notifications))
        .route("/v1/streaming/public", get(events::public))
        .route("/v1/streaming/public/local", get(events::local))
        .route("/v1/streaming/public/remote", get(events::remote))
        .route("/v1/streaming/hashtag", get(events::hashtag))
        .route("/v1/streaming/hashtag/local", get(events::hashtag_local))
        .route("/v1/streaming/list", get(events::list))
        .route("/v1/streaming/direct", get(events::direct))
}
