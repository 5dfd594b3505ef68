//! What those told whom a member follows.

use super::Place;
use super::card::Card;
use crate::State;
use crate::error::PageError;
use crate::html::own;
use crate::member::Member;
use askama::Template;
use axum::extract;
use axum::response::Response;
use hearth_core::drafts::list;
use hearth_core::page::Page;
use hearth_core::stories::Entry;
use hearth_core::timelines::home::home;
use http::StatusCode;

#[derive(Template)]
#[template(path = "home.html")]
struct Feed {
    server: String,
    token: String,
    name: String,
    /// Stories of the member's own that can still be taken back.
    waiting: usize,
    /// Whether this is the newest page.
    newest: bool,
    cards: Vec<Card>,
    older: Option<i64>,
}

/// `GET /home`
pub(crate) async fn feed(
    extract::State(state): extract::State<State>,
    member: Member,
    place: Place,
) -> Result<Response, PageError> {
    let core = &state.core;
    let entries = home(core, member.id(), place.page()).await?;
    let ids: Vec<i64> = entries.iter().map(Entry::id).collect();
    let waiting = list::list(core, member.id(), true, Page::first(20)).await?;
    let feed = Feed {
        server: state.title.clone(),
        token: member.token(),
        name: crate::views::Person::of(core, &member.account).name,
        waiting: waiting.len(),
        newest: place.before.is_none(),
        cards: Card::all(core, member.id(), &entries),
        older: Place::next(&ids),
    };
    own(StatusCode::OK, &feed)
}
