//! What other servers can ask of this one.

mod activities;
pub mod actors;
mod asker;
mod authorizations;
mod collections;
mod discovery;
pub mod documents;
mod negotiate;
mod refusal;
mod reply;
mod stamps;
mod threads;

pub use negotiate::wants_activity;

use crate::{Federation, Mode, inbox};
use axum::Router;
use axum::routing::get;

/// All documents (ActivityPub, WebFinger, NodeInfo) and the inboxes. With federation off there is nothing.
pub fn router(federation: Federation) -> Router {
    if federation.settings.mode == Mode::Off {
        return Router::new();
    }
    Router::new()
        .route("/users/{name}", get(actors::show))
        .route("/users/{name}/outbox", get(collections::outbox))
        .route("/users/{name}/followers", get(collections::followers))
        .route("/users/{name}/following", get(collections::following))
        .route("/users/{name}/moderators", get(collections::moderators))
        .route("/users/{name}/chapters", get(collections::chapters))
        .route("/users/{name}/collections/featured", get(collections::featured))
        .route("/users/{name}/stories/{slug}", get(documents::show))
        .route("/users/{name}/stories/{slug}/replies", get(threads::replies))
        .route("/contexts/{slug}", get(threads::context))
        .route("/activities/{kind}/{slug}", get(activities::show))
        .route("/stamps/{slug}", get(stamps::show))
        .route("/authorizations/{slug}", get(authorizations::show))
        .route("/actor", get(actors::server))
        .route("/actor/outbox", get(collections::server_outbox))
        .route("/.well-known/webfinger", get(discovery::webfinger))
        .route("/.well-known/host-meta", get(discovery::host_meta))
        .route("/.well-known/nodeinfo", get(discovery::node_info_links))
        .route("/nodeinfo/2.0", get(discovery::node_info_2_0))
        .route("/nodeinfo/2.1", get(discovery::node_info_2_1))
        .with_state(federation.clone())
        .merge(inbox::routes(federation))
}
