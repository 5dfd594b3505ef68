//! Pages rendered on the server: readable without an account, without an app and without JavaScript.
#![forbid(unsafe_code)]

mod assets;
mod emoji;
mod error;
mod headers;
mod html;
mod pages;
mod state;
mod views;

use axum::Router;
use axum::routing::get;

pub use state::State;

/// Every page and what pages are made of.
pub fn router(state: State) -> Router {
    Router::new()
        .route("/", get(pages::front::front))
        .route("/welcome", get(pages::welcome::welcome))
        .route("/@{name}", get(pages::account::account))
        .route("/@{name}/{slug}", get(pages::story::story))
        .route("/tags/{tag}", get(pages::tag::tag))
        .route("/emoji/{shortcode}", get(emoji::picture))
        .route("/static/{name}", get(assets::asset))
        .route("/robots.txt", get(assets::robots))
        .fallback(pages::missing)
        .layer(axum::middleware::map_response(headers::harden))
        .with_state(state)
}
