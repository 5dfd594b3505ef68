//! A story with its thread.

use super::{ANYONE, document_for};
use crate::State;
use crate::error::PageError;
use crate::home::story as thread;
use crate::html::page;
use crate::member::Member;
use crate::views::Telling;
use crate::visitor::Visitor;
use askama::Template;
use axum::extract::{self, Path};
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::markup::excerpt;
use hearth_core::notes;
use hearth_core::stories::{Entry, StoryView, anew, context, show};
use http::HeaderMap;

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    server: String,
    heading: String,
    description: String,
    uri: String,
    index: bool,
    before: Vec<Telling>,
    story: Telling,
    after: Vec<Telling>,
}

/// `GET /@{name}/{slug}`
pub(crate) async fn story(
    extract::State(state): extract::State<State>,
    Path((name, slug)): Path<(String, String)>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let core = &state.core;
    if hearth_federation::routes::wants_activity(&headers) {
        // Whether the document may be read is decided where it is served, by who signed the request.
        let uri = core.here.story_uri(&name, &slug);
        return document_for(&headers, &uri).ok_or_else(PageError::missing);
    }
    let entry = match show::show_at(core, visitor.reader(), &name, &slug).await {
        Ok(entry) => entry,
        // Folded away and unfolded, it has another address.
        Err(error) => {
            return match anew::moved_from(core, &slug).await? {
                Some(url) => Ok(Redirect::permanent(&url).into_response()),
                None => Err(error.into()),
            };
        }
    };
    if let Some(member) = Member::of(visitor) {
        return thread::shown(&state, &member, &entry).await;
    }
    let thread = context::context(core, ANYONE, entry.view.story.id).await?;
    page(&content(&state, &entry, &thread))
}

fn content(state: &State, entry: &Entry, thread: &context::Context) -> StoryPage {
    let core = &state.core;
    let all = |entries: &[Entry]| entries.iter().map(|entry| Telling::of(core, entry)).collect();
    let story = Telling::of(core, entry);
    StoryPage {
        server: state.title.clone(),
        heading: heading(&entry.view, &story.author.name),
        description: description(&entry.view),
        uri: entry.view.story.uri.clone(),
        index: entry.view.author.indexable,
        before: all(&thread.ancestors),
        after: all(&thread.descendants),
        story,
    }
}

/// A title behind a note is part of what the note is about.
fn heading(view: &StoryView, author: &str) -> String {
    let story = &view.story;
    let shows_title = !story.title.is_empty() && story.summary.is_empty();
    if shows_title { story.title.clone() } else { format!("A story by {author}") }
}

/// What other places show beside the link. Noted stories keep their text to themselves.
fn description(view: &StoryView) -> String {
    if view.story.summary.is_empty() {
        excerpt(&view.story.content_html, 200)
    } else {
        format!("Content notes: {}", notes::unlabelled(&view.story.summary))
    }
}
