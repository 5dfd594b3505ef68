//! Stories of this server with a hashtag.

use crate::State;
use crate::error::PageError;
use crate::views::Telling;
use crate::visitor::Visitor;
use askama::Template;
use axum::extract::{self, Path};
use axum::response::Response;
use hearth_core::page::Page;
use hearth_core::timelines::tag::{Wanted, tagged};

#[derive(Template)]
#[template(path = "tag.html")]
struct TagPage {
    server: String,
    signed_in: bool,
    tag: String,
    stories: Vec<Telling>,
}

/// `GET /tags/{tag}`
pub(crate) async fn tag(
    extract::State(state): extract::State<State>,
    Path(tag): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let wanted = Wanted { any: vec![tag.clone()], ..Wanted::default() };
    let entries = tagged(&state.core, visitor.reader(), &wanted, true, false, Page::first(40)).await?;
    let stories = entries.iter().map(|entry| Telling::of(&state.core, entry)).collect();
    let signed_in = visitor.member().is_some();
    visitor.page(&TagPage { signed_in, tag, stories, server: state.title })
}
