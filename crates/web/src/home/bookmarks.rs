//! What a member keeps for themselves.

use super::Place;
use super::card::Card;
use crate::State;
use crate::error::PageError;
use crate::html::own;
use crate::member::Member;
use askama::Template;
use axum::extract;
use axum::response::Response;
use hearth_core::timelines::kept;
use http::StatusCode;

#[derive(Template)]
#[template(path = "bookmarks.html")]
struct Bookmarks {
    server: String,
    token: String,
    cards: Vec<Card>,
    older: Option<i64>,
}

/// `GET /bookmarks`
pub(crate) async fn bookmarks(
    extract::State(state): extract::State<State>,
    member: Member,
    place: Place,
) -> Result<Response, PageError> {
    let kept = kept::bookmarks(&state.core, member.id(), place.page()).await?;
    let (ids, entries): (Vec<i64>, Vec<_>) = kept.into_iter().unzip();
    let page = Bookmarks {
        server: state.title.clone(),
        token: member.token(),
        cards: Card::all(&state.core, member.id(), &entries),
        older: Place::next(&ids),
    };
    own(StatusCode::OK, &page)
}
