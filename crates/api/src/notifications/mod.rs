//! Notifications.

pub(crate) mod dismiss;
pub(crate) mod groups;
pub(crate) mod list;
mod policy;
mod requests;
pub(crate) mod unread;

use crate::State;
use axum::Router;
use axum::routing::{get, post};

/// What is kept aside, under `/api`.
pub(crate) fn kept_routes() -> Router<State> {
    Router::new()
        .route("/v2/notifications/policy", get(policy::show).patch(policy::change).put(policy::change))
        .route(
            "/v1/notifications/policy",
            get(policy::show_v1).patch(policy::change_v1).put(policy::change_v1),
        )
        .route("/v1/notifications/requests", get(requests::list))
        .route("/v1/notifications/requests/merged", get(requests::merged))
        .route("/v1/notifications/requests/accept", post(requests::accept_several))
        .route("/v1/notifications/requests/dismiss", post(requests::dismiss_several))
        .route("/v1/notifications/requests/{id}", get(requests::show))
        .route("/v1/notifications/requests/{id}/accept", post(requests::accept))
        .route("/v1/notifications/requests/{id}/dismiss", post(requests::dismiss))
}
