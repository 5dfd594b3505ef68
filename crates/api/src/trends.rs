//! What most people look at: nothing is counted here, so nothing trends, as on a Mastodon that has trends turned off.

use crate::State;
use crate::auth::Reader;
use crate::error::{Answer, ApiError};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/trends", get(nothing))
        .route("/v1/trends/tags", get(nothing))
        .route("/v1/trends/statuses", get(nothing))
        .route("/v1/trends/links", get(nothing))
        .route("/v1/timelines/link", get(no_link))
}

/// `GET /api/v1/trends/…`
async fn nothing() -> Json<Vec<Value>> {
    Json(Vec::new())
}

/// `GET /api/v1/timelines/link`: the timeline of a link that trends.
async fn no_link(reader: Reader) -> Answer<Value> {
    reader.may("read:statuses")?;
    Err(ApiError::not_found())
}
