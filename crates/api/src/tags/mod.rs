//! Hashtags: shown, followed, featured.

mod feature;
mod follow;

use crate::State;
use crate::auth::Reader;
use crate::entities::Tag;
use crate::ids::Word;
use crate::render::{self, Rendered};
use axum::extract;
use axum::routing::{delete, get, post};
use hearth_core::ids::AccountId;
use hearth_core::tags::Tagged;

/// What stands under `/api`.
pub(crate) fn routes() -> axum::Router<State> {
    axum::Router::new()
        .route("/v1/tags/{tag}", get(show))
        .route("/v1/tags/{tag}/follow", post(follow::follow))
        .route("/v1/tags/{tag}/unfollow", post(follow::unfollow))
        .route("/v1/tags/{tag}/feature", post(feature::feature))
        .route("/v1/tags/{tag}/unfeature", post(feature::unfeature))
        .route("/v1/followed_tags", get(follow::list))
        .route("/v1/featured_tags", get(feature::list).post(feature::create))
        .route("/v1/featured_tags/suggestions", get(feature::suggestions))
        .route("/v1/featured_tags/{id}", delete(feature::delete))
        .route("/v1/accounts/{id}/featured_tags", get(feature::of_account))
}

/// `GET /api/v1/tags/{tag}`: whether anybody used it yet or not.
async fn show(extract::State(state): extract::State<State>, reader: Reader, Word(tag): Word) -> Rendered {
    one(&state, reader.viewer(), &tag).await
}

async fn one(state: &State, viewer: AccountId, tag: &str) -> Rendered {
    let tagged = Tagged::of(&state.core, viewer, tag).await?;
    Ok(render::one(&Tag::of(&state.core.here, &tagged, viewer != AccountId(0))))
}
