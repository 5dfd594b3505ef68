//! The first steps for whoever sets this server up.

use crate::State;
use crate::error::PageError;
use crate::html::page;
use askama::Template;
use axum::extract;
use axum::response::Response;

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome {
    server: String,
    base: String,
    empty: bool,
}

/// `GET /welcome`
pub(crate) async fn welcome(extract::State(state): extract::State<State>) -> Result<Response, PageError> {
    let empty = hearth_core::accounts::queries::all_local(&state.core).await?.is_empty();
    page(&Welcome { base: state.core.here.base().to_owned(), empty, server: state.title })
}
