//! Pages rendered on the server: readable without an account, without an app and without JavaScript.
#![forbid(unsafe_code)]

mod access;
mod assets;
mod authorize;
mod cookies;
mod emoji;
mod error;
mod fields;
mod headers;
mod html;
mod pages;
mod signin;
mod state;
mod views;
mod visitor;

use axum::Router;
use axum::routing::{get, post};

pub use state::State;

/// Every page and what pages are made of.
pub fn router(state: State) -> Router {
    Router::new()
        .route("/", get(pages::front::front))
        .route("/welcome", get(pages::welcome::welcome))
        .route("/@{name}", get(pages::account::account))
        .route("/@{name}/{slug}", get(pages::story::story))
        .route("/tags/{tag}", get(pages::tag::tag))
        .merge(doors())
        .route("/emoji/{shortcode}", get(emoji::picture))
        .route("/static/{name}", get(assets::asset))
        .route("/robots.txt", get(assets::robots))
        .fallback(pages::missing)
        .layer(axum::middleware::map_response(headers::harden))
        .with_state(state)
}

/// How members, and the apps that they let in, come in.
fn doors() -> Router<State> {
    Router::new()
        .route("/signin", get(signin::form::show).post(signin::form::answer))
        .route("/signin/code", get(signin::code::show).post(signin::code::answer))
        .route("/signout", post(signin::out::out))
        .route("/access", get(access::show::show))
        .route("/access/password", post(access::password::change))
        .route("/access/codes/begin", post(access::codes::begin))
        .route("/access/codes/confirm", post(access::codes::confirm))
        .route("/access/codes/end", post(access::codes::end))
        .route("/access/apps/{id}", post(access::take_back::app))
        .route("/access/browsers/{id}", post(access::take_back::browser))
        .route("/oauth/authorize", get(authorize::ask::ask).post(authorize::answer::answer))
        .route("/oauth/authorize/native", get(authorize::native::show))
}
