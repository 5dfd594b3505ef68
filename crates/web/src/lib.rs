//! Pages rendered on the server: readable without an account, without an app and without JavaScript.
#![forbid(unsafe_code)]

mod access;
mod acts;
mod assets;
mod authorize;
mod cookies;
mod emoji;
mod error;
mod fields;
mod headers;
mod help;
mod home;
mod html;
mod join;
mod member;
mod pages;
mod signin;
mod state;
mod views;
mod visitor;
mod write;

use axum::Router;
use axum::routing::{get, post};

pub use state::State;

/// Every page and what pages are made of.
pub fn router(state: State) -> Router {
    Router::new()
        .route("/", get(pages::front::front))
        .route("/help", get(help::page::help))
        .route("/welcome", get(pages::welcome::welcome))
        .route("/@{name}", get(pages::account::account))
        .route("/@{name}/{slug}", get(pages::story::story))
        .route("/tags/{tag}", get(pages::tag::tag))
        .merge(doors())
        .merge(members())
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
        .route("/join", get(join::form::show).post(join::send::send))
        .route("/join/asked", get(join::form::asked))
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

/// What members read and write.
fn members() -> Router<State> {
    Router::new()
        .route("/home", get(home::feed::feed))
        .route("/heard", get(home::heard::heard))
        .route("/bookmarks", get(home::bookmarks::bookmarks))
        .route("/search", get(home::search::search))
        .route("/notifications", get(home::news::news))
        .route("/notifications/clear", post(home::news::clear))
        .route("/stories/{id}", get(home::story::story))
        .route("/stories/{id}/act", post(acts::act::act))
        .route("/stories/{id}/report", get(acts::report::ask).post(acts::report::send))
        .route("/people/{id}", get(home::person::person))
        .route("/people/{id}/act", post(home::person::act))
        .route("/write", get(write::compose::compose).post(write::send::send))
        .route("/drafts", get(write::drafts::drafts))
        .route("/drafts/{id}", post(write::drafts::act))
}
