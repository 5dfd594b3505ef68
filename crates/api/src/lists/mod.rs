//! Lists of people whom the caller reads apart.

mod change;
mod people;
mod show;

use crate::State;
use axum::Router;
use axum::routing::get;
use hearth_core::lists::{List, Replies};
use serde::Serialize;

/// What stands under `/api`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/v1/lists", get(show::all).post(change::create))
        .route(
            "/v1/lists/{id}",
            get(show::one).put(change::update).patch(change::update).delete(change::delete),
        )
        .route("/v1/lists/{id}/accounts", get(people::list).post(people::add).delete(people::remove))
        .route("/v1/accounts/{id}/lists", get(show::with))
        .route("/v1/timelines/list/{id}", get(show::timeline))
}

/// `List`
#[derive(Debug, Serialize)]
struct Shown {
    id: String,
    title: String,
    replies_policy: &'static str,
    exclusive: bool,
}

impl From<List> for Shown {
    fn from(list: List) -> Self {
        let replies_policy = match list.replies() {
            Replies::Followed => "followed",
            Replies::List => "list",
            Replies::None => "none",
        };
        Self { id: list.id.to_string(), title: list.title, replies_policy, exclusive: list.exclusive }
    }
}
