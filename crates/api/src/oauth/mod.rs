//! OAuth 2 for apps (RFC 6749, 7009, 7636, 8414). The page on which a member consents is `web`'s.

mod client;
mod error;
mod metadata;
mod revoke;
mod settings;
mod token;
mod userinfo;

pub use settings::Settings;

use crate::{State, cors};
use axum::Router;
use axum::routing::{get, post};

/// The doors that apps knock at themselves, open to apps in browsers too.
pub(crate) fn routes(state: State) -> Router {
    Router::new()
        .route("/oauth/token", post(token::token))
        .route("/oauth/revoke", post(revoke::revoke))
        .route("/oauth/userinfo", get(userinfo::show).post(userinfo::show))
        .route("/.well-known/oauth-authorization-server", get(metadata::show))
        .with_state(state)
        .layer(cors::layer())
}
