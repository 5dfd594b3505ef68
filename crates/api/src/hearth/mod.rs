//! Hearth's own API, for what Mastodon has no words for.

mod audience;
mod circles;
mod drafts;
mod preferences;
mod reach;
mod receipts;

use crate::State;
use axum::Router;

/// Everything under `/api/hearth/v1`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .merge(drafts::routes())
        .merge(circles::routes())
        .merge(audience::routes())
        .merge(reach::routes())
        .merge(receipts::routes())
        .merge(preferences::routes())
}
