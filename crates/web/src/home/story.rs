//! A story with its thread, as a member reads it: from here or from another server, with what they can do.

use super::card::Card;
use crate::State;
use crate::error::PageError;
use crate::html::own;
use crate::member::Member;
use askama::Template;
use axum::extract::{self, Path};
use axum::response::Response;
use hearth_core::ids::StoryId;
use hearth_core::kindness::list::{self, Received};
use hearth_core::markup::excerpt;
use hearth_core::replies::list::held;
use hearth_core::stories::{Entry, context, show};
use http::StatusCode;

/// Answers that wait are shown this many at a time.
const HELD: i64 = 40;

/// Thanks as their author reads them.
struct Thanks {
    name: String,
    url: String,
    words: String,
}

#[derive(Template)]
#[template(path = "thread.html")]
struct Thread {
    server: String,
    token: String,
    heading: String,
    before: Vec<Card>,
    here: Card,
    after: Vec<Card>,
    /// Answers that wait for this reader's yes.
    held: Vec<Card>,
    thanks: Vec<Thanks>,
}

/// `GET /stories/{id}`
pub(crate) async fn story(
    extract::State(state): extract::State<State>,
    member: Member,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let entry = show::show(&state.core, member.id(), StoryId(id)).await?;
    shown(&state, &member, &entry).await
}

/// The page of a story that this member may read.
pub(crate) async fn shown(state: &State, member: &Member, entry: &Entry) -> Result<Response, PageError> {
    let (core, reader, id) = (&state.core, member.id(), entry.view.story.id);
    let around = context::context(core, reader, id).await?;
    let waiting = held(core, reader, id, 0, HELD).await?;
    let here = Card::of(core, reader, entry);
    let thanks = if here.own { list::list(core, reader, id).await? } else { Vec::new() };
    let thread = Thread {
        server: state.title.clone(),
        token: member.token(),
        heading: heading(&here, &entry.view.story.content_html),
        before: Card::all(core, reader, &around.ancestors),
        after: Card::all(core, reader, &around.descendants),
        held: Card::all(core, reader, &waiting),
        thanks: thanks.into_iter().map(thanked).collect(),
        here,
    };
    own(StatusCode::OK, &thread)
}

fn heading(card: &Card, html: &str) -> String {
    match (card.story.title.is_empty(), card.story.notes.is_empty()) {
        // What has content notes stands folded, its title too.
        (_, false) => card.story.author.name.clone(),
        (false, true) => card.story.title.clone(),
        (true, true) => excerpt(html, 60),
    }
}

fn thanked(received: Received) -> Thanks {
    let shown = received.from.display_name.trim();
    Thanks {
        name: if shown.is_empty() { received.from.name.clone() } else { shown.to_owned() },
        url: received.from.url.clone(),
        words: received.words.unwrap_or_default(),
    }
}
