//! The front: what this place is, and what was told here lately.

use super::ANYONE;
use crate::State;
use crate::error::PageError;
use crate::html::page;
use crate::views::Telling;
use askama::Template;
use axum::extract;
use axum::response::Response;
use hearth_core::page::Page;
use hearth_core::timelines::public::{Reach, public};

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    server: String,
    domain: String,
    stories: Vec<Telling>,
}

/// `GET /`
pub(crate) async fn front(extract::State(state): extract::State<State>) -> Result<Response, PageError> {
    let entries = public(&state.core, ANYONE, Reach::Here, false, Page::first(20)).await?;
    page(&Front {
        domain: state.core.here.domain().to_owned(),
        stories: entries.iter().map(|entry| Telling::of(&state.core, entry)).collect(),
        server: state.title,
    })
}
