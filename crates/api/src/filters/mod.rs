//! Filters: what the caller wants to be warned of, or not to meet.

mod change;
mod form;
mod keywords;
mod old;
mod show;
mod statuses;

use crate::State;
use axum::Router;
use axum::routing::get;

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v2/filters", get(show::all).post(change::create))
        .route(
            "/v2/filters/{id}",
            get(show::one).put(change::update).patch(change::update).delete(change::delete),
        )
        .route("/v2/filters/{id}/keywords", get(keywords::list).post(keywords::add))
        .route(
            "/v2/filters/keywords/{id}",
            get(keywords::show).put(keywords::update).patch(keywords::update).delete(keywords::remove),
        )
        .route("/v2/filters/{id}/statuses", get(statuses::list).post(statuses::add))
        .route("/v2/filters/statuses/{id}", get(statuses::show).delete(statuses::remove))
        .route("/v1/filters", get(old::all).post(old::create))
        .route("/v1/filters/{id}", get(old::one).put(old::update).patch(old::update).delete(old::delete))
}
