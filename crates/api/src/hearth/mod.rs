//! Hearth's own API, for what Mastodon has no words for.

mod announcements;
mod audience;
mod circles;
mod communities;
mod drafts;
mod heard;
mod held;
mod journeys;
mod kindness;
mod lineage;
mod note_choices;
mod preferences;
mod reach;
mod receipts;
mod sessions;
mod somebody;
mod stories;
mod tell;

pub(crate) use somebody::Somebody;

use crate::{State, openapi};
use axum::Router;
use utoipa::OpenApi;

/// Everything under `/api/hearth/v1`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .merge(announcements::routes())
        .merge(drafts::routes())
        .merge(circles::routes())
        .merge(communities::routes())
        .merge(audience::routes())
        .merge(reach::routes())
        .merge(receipts::routes())
        .merge(preferences::routes())
        .merge(sessions::routes())
        .merge(tell::routes())
        .merge(stories::routes())
        .merge(kindness::routes())
        .merge(note_choices::routes())
        .merge(held::routes())
        .merge(heard::routes())
        .merge(lineage::routes())
        .merge(journeys::routes())
        .merge(openapi::routes())
}

/// What the document says of it, room by room.
pub(crate) fn documented() -> Vec<utoipa::openapi::OpenApi> {
    vec![
        announcements::Api::openapi(),
        drafts::Api::openapi(),
        circles::Api::openapi(),
        communities::Api::openapi(),
        audience::Api::openapi(),
        tell::Api::openapi(),
        held::Api::openapi(),
        preferences::Api::openapi(),
        sessions::Api::openapi(),
        reach::Api::openapi(),
        receipts::Api::openapi(),
        stories::Api::openapi(),
        kindness::Api::openapi(),
        note_choices::Api::openapi(),
        heard::Api::openapi(),
        lineage::Api::openapi(),
        journeys::Api::openapi(),
    ]
}
