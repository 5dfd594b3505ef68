//! Stories of this server with a hashtag.

use super::ANYONE;
use crate::State;
use crate::error::PageError;
use crate::html::page;
use crate::views::Telling;
use askama::Template;
use axum::extract::{self, Path};
use axum::response::Response;
use hearth_core::page::Page;
use hearth_core::timelines::tag::{Wanted, tagged};

#[derive(Template)]
#[template(path = "tag.html")]
struct TagPage {
    server: String,
    tag: String,
    stories: Vec<Telling>,
}

/// `GET /tags/{tag}`
pub(crate) async fn tag(
    extract::State(state): extract::State<State>,
    Path(tag): Path<String>,
) -> Result<Response, PageError> {
    let wanted = Wanted { any: vec![tag.clone()], ..Wanted::default() };
    let entries = tagged(&state.core, ANYONE, &wanted, true, false, Page::first(40)).await?;
    let stories = entries.iter().map(|entry| Telling::of(&state.core, entry)).collect();
    page(&TagPage { tag, stories, server: state.title })
}
