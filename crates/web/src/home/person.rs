//! Somebody, of this server or another, as a member meets them: who they are, what they told, and how the two stand.

use super::Place;
use super::card::Card;
use crate::State;
use crate::acts::refused;
use crate::error::PageError;
use crate::html::own;
use crate::member::{Member, Sent};
use crate::views::Person;
use askama::Template;
use axum::extract::{self, Path};
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::accounts::relationship::relationships;
use hearth_core::accounts::{Account, AccountKind, Field, queries};
use hearth_core::communities::{known, timeline as told_in};
use hearth_core::follows::request::Wishes;
use hearth_core::follows::{request, undo};
use hearth_core::ids::AccountId;
use hearth_core::restrictions::{block, mute};
use hearth_core::stories::Entry;
use hearth_core::timelines::account::{Wanted, account as timeline};
use hearth_core::{Core, Result as Done};
use http::StatusCode;

#[derive(Template)]
#[template(path = "person.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a button that is there or not")]
struct PersonPage {
    server: String,
    token: String,
    id: i64,
    person: Person,
    note: String,
    fields: Vec<Field>,
    moved: Option<Person>,
    own: bool,
    following: bool,
    asked: bool,
    follows_back: bool,
    muted: bool,
    blocked: bool,
    cards: Vec<Card>,
    older: Option<i64>,
}

/// `GET /people/{id}`
pub(crate) async fn person(
    extract::State(state): extract::State<State>,
    member: Member,
    Path(id): Path<i64>,
    place: Place,
) -> Result<Response, PageError> {
    let account = queries::by_id(&state.core, AccountId(id)).await?;
    shown(&state, &member, account, place).await
}

/// `POST /people/{id}/act`, by the button that was pressed.
pub(crate) async fn act(
    extract::State(state): extract::State<State>,
    Path(id): Path<i64>,
    Sent { member, fields }: Sent,
) -> Result<Response, PageError> {
    let other = queries::by_id(&state.core, AccountId(id)).await?;
    if !known::is_known(&state.core, member.id(), &other).await? {
        return Err(PageError::missing());
    }
    done(&state.core, &member.account, &other, fields.get("do")).await.map_err(refused)?;
    Ok(Redirect::to(&format!("/people/{id}")).into_response())
}

async fn done(core: &Core, by: &Account, other: &Account, what: &str) -> Done<()> {
    match what {
        "follow" => request::request(core, by, other, Wishes::default()).await,
        "unfollow" => undo::undo(core, by, other).await,
        "mute" => mute::mute(core, by, other, true, None).await,
        "unmute" => mute::unmute(core, by, other).await,
        "block" => block::block(core, by, other).await,
        "unblock" => block::unblock(core, by, other).await,
        _ => Err(hearth_core::Error::invalid("This page asks for something that is not known here")),
    }
}

/// The page of an account.
pub(crate) async fn shown(
    state: &State,
    member: &Member,
    account: Account,
    place: Place,
) -> Result<Response, PageError> {
    let (core, reader) = (&state.core, member.id());
    if !account.is_active() || !known::is_known(core, reader, &account).await? {
        return Err(PageError::missing());
    }
    let entries = stories(core, reader, &account, place).await?;
    let ids: Vec<i64> = entries.iter().map(Entry::id).collect();
    let moved = match account.moved_to {
        Some(target) => Some(Person::of(core, &queries::by_id(core, target).await?)),
        None => None,
    };
    let standing = relationships(core, reader, &[account.id]).await?.pop();
    let stands = |what: fn(&hearth_core::accounts::relationship::Relationship) -> bool| {
        standing.as_ref().is_some_and(what)
    };
    let page = PersonPage {
        server: state.title.clone(),
        token: member.token(),
        id: account.id.0,
        person: Person::of(core, &account),
        moved,
        own: account.id == reader,
        following: stands(|one| one.following),
        asked: stands(|one| one.requested),
        follows_back: stands(|one| one.followed_by),
        muted: stands(|one| one.muting),
        blocked: stands(|one| one.blocking),
        cards: Card::all(core, reader, &entries),
        older: Place::next(&ids),
        note: account.note_html,
        fields: account.profile.fields,
    };
    own(StatusCode::OK, &page)
}

async fn stories(core: &Core, reader: AccountId, account: &Account, place: Place) -> Done<Vec<Entry>> {
    if account.kind == AccountKind::Group {
        return told_in::stories(core, reader, account.id, place.page()).await;
    }
    let wanted = Wanted { exclude_replies: true, ..Wanted::default() };
    timeline(core, reader, account.id, wanted, place.page()).await
}
