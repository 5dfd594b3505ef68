//! Hearth's own API, for what Mastodon has no words for.

mod audience;
mod circles;
mod communities;
mod drafts;
mod held;
mod journeys;
mod lineage;
mod preferences;
mod reach;
mod receipts;
mod tell;

use crate::State;
use axum::Router;

/// Everything under `/api/hearth/v1`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .merge(drafts::routes())
        .merge(circles::routes())
        .merge(communities::routes())
        .merge(audience::routes())
        .merge(reach::routes())
        .merge(receipts::routes())
        .merge(preferences::routes())
        .merge(tell::routes())
        .merge(held::routes())
        .merge(lineage::routes())
        .merge(journeys::routes())
}
