//! What concerns a member, in words: who answered, thanked, follows.

use super::Place;
use crate::State;
use crate::error::PageError;
use crate::html::own;
use crate::member::{Member, Sent};
use crate::views::Person;
use askama::Template;
use axum::extract;
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::Core;
use hearth_core::kindness::Kindness;
use hearth_core::markup::excerpt;
use hearth_core::notes;
use hearth_core::notifications::groups::{GROUPED, Group, groups};
use hearth_core::notifications::list::Wanted;
use hearth_core::notifications::{NotificationKind, dismiss};
use hearth_core::stories::StoryView;
use http::StatusCode;

/// How much of a story is shown under what happened to it, in characters.
const EXCERPT: usize = 140;

/// One thing that happened, or the same by several people.
struct Piece {
    people: Vec<Person>,
    /// What they did: a word that the page makes a sentence of.
    what: &'static str,
    /// The story's address here and how it begins.
    story: Option<(i64, String)>,
    time: String,
    machine_time: String,
}

#[derive(Template)]
#[template(path = "news.html")]
struct News {
    server: String,
    token: String,
    pieces: Vec<Piece>,
    older: Option<i64>,
}

/// `GET /notifications`
pub(crate) async fn news(
    extract::State(state): extract::State<State>,
    member: Member,
    place: Place,
) -> Result<Response, PageError> {
    let found = groups(&state.core, member.id(), &Wanted::default(), &GROUPED, place.page()).await?;
    let ids: Vec<i64> = found.iter().filter_map(|group| group.newest().map(|newest| newest.id.0)).collect();
    let page = News {
        server: state.title.clone(),
        token: member.token(),
        pieces: found.iter().filter_map(|group| piece(&state.core, group)).collect(),
        older: Place::next(&ids),
    };
    own(StatusCode::OK, &page)
}

/// `POST /notifications/clear`
pub(crate) async fn clear(
    extract::State(state): extract::State<State>,
    Sent { member, .. }: Sent,
) -> Result<Response, PageError> {
    dismiss::clear(&state.core, member.id()).await?;
    Ok(Redirect::to("/notifications").into_response())
}

fn piece(core: &Core, group: &Group) -> Option<Piece> {
    let newest = group.newest()?;
    let mut people: Vec<Person> = Vec::new();
    for one in &group.all {
        let person = Person::of(core, &one.from);
        if people.iter().all(|other| other.handle != person.handle) {
            people.push(person);
        }
    }
    Some(Piece {
        people,
        what: what(newest.kind, newest.entry.as_ref().map(|entry| &*entry.view)),
        story: newest.entry.as_ref().map(|entry| (entry.view.story.id.0, beginning(&entry.view))),
        time: newest.created_at.format("%-d %B %Y").to_string(),
        machine_time: newest.created_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    })
}

fn what(kind: NotificationKind, story: Option<&StoryView>) -> &'static str {
    let kindness = story.and_then(|story| story.kindness);
    match (kind, kindness) {
        (NotificationKind::Mention, Some(Kindness::Thank)) => "thank",
        (NotificationKind::Mention, Some(Kindness::Relate)) => "relate",
        (NotificationKind::Mention, None) if story.is_some_and(|story| story.story.parent_uri.is_some()) => {
            "answer"
        }
        (NotificationKind::Mention, None) => "mention",
        (NotificationKind::Follow, _) => "follow",
        (NotificationKind::FollowRequest, _) => "ask",
        (NotificationKind::Favourite, _) => "like",
        (NotificationKind::Boost, _) => "boost",
        (NotificationKind::Story, _) => "told",
        (NotificationKind::Edit, _) => "edit",
        (NotificationKind::Poll, _) => "poll",
    }
}

/// How a story begins; of one with content notes, the notes alone.
fn beginning(view: &StoryView) -> String {
    let story = &view.story;
    let noted = notes::unlabelled(&story.summary);
    if !noted.is_empty() {
        return noted.to_owned();
    }
    if story.title.is_empty() { excerpt(&story.content_html, EXCERPT) } else { story.title.clone() }
}
