//! Who waits to be heard: stories that hope for an answer and have none, who waits longest first.

use super::Place;
use super::card::Card;
use crate::State;
use crate::error::PageError;
use crate::html::own;
use crate::member::Member;
use askama::Template;
use axum::extract;
use axum::response::Response;
use hearth_core::heard::queue;
use http::StatusCode;

#[derive(Template)]
#[template(path = "heard.html")]
struct Heard {
    server: String,
    token: String,
    cards: Vec<Card>,
    next: Option<i64>,
}

/// `GET /heard`
pub(crate) async fn heard(
    extract::State(state): extract::State<State>,
    member: Member,
    place: Place,
) -> Result<Response, PageError> {
    let waiting = queue::here(&state.core, &member.account, place.page()).await?;
    let entries: Vec<_> = waiting.into_iter().map(|waiting| waiting.entry).collect();
    let cards = Card::all(&state.core, member.id(), &entries);
    let ids: Vec<i64> = cards.iter().map(|card| card.id).collect();
    let page = Heard { server: state.title.clone(), token: member.token(), cards, next: Place::next(&ids) };
    own(StatusCode::OK, &page)
}
