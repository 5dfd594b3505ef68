//! The front: what this place is, and what was told here lately.

use crate::State;
use crate::error::PageError;
use crate::views::Telling;
use crate::visitor::Visitor;
use askama::Template;
use axum::extract;
use axum::response::Response;
use hearth_core::page::Page;
use hearth_core::signup::Mode;
use hearth_core::timelines::public::{Reach, public};

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    server: String,
    signed_in: bool,
    joins: bool,
    domain: String,
    purpose: String,
    stories: Vec<Telling>,
}

/// `GET /`
pub(crate) async fn front(
    extract::State(state): extract::State<State>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let entries = public(&state.core, visitor.reader(), Reach::Here, false, Page::first(20)).await?;
    visitor.page(&Front {
        signed_in: visitor.member().is_some(),
        joins: state.registrations.mode != Mode::Closed,
        domain: state.core.here.domain().to_owned(),
        stories: entries.iter().map(|entry| Telling::of(&state.core, entry)).collect(),
        purpose: state.purpose,
        server: state.title,
    })
}
