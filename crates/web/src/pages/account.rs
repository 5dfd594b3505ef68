//! An account: who they are and what they told everyone.

use super::{ANYONE, document_for};
use crate::State;
use crate::error::PageError;
use crate::home::{Place, person};
use crate::html::page;
use crate::member::Member;
use crate::views::{Person, Telling};
use crate::visitor::Visitor;
use askama::Template;
use axum::extract::{self, Path};
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::accounts::{Account, Field, Handle, queries};
use hearth_core::communities::known;
use hearth_core::page::Page;
use hearth_core::timelines::account::{Wanted, account as timeline};
use http::HeaderMap;

/// How many stories a page holds.
const LENGTH: i64 = 20;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    server: String,
    person: Person,
    uri: String,
    note: String,
    fields: Vec<Field>,
    index: bool,
    moved: Option<Person>,
    pinned: Vec<Telling>,
    stories: Vec<Telling>,
    older: Option<i64>,
}

/// `GET /@{name}`
pub(crate) async fn account(
    extract::State(state): extract::State<State>,
    Path(name): Path<String>,
    headers: HeaderMap,
    visitor: Visitor,
    place: Place,
) -> Result<Response, PageError> {
    let handle = name.parse::<Handle>()?.here(state.core.here.domain());
    if handle.host.is_some() {
        // Somebody of another server: their own page is there.
        let account = queries::by_handle(&state.core, &handle).await?.ok_or_else(PageError::missing)?;
        if let Some(member) = Member::of(visitor) {
            return person::shown(&state, &member, account, place).await;
        }
        return Ok(Redirect::to(&account.url).into_response());
    }
    let account = queries::local(&state.core, &handle.name).await?;
    if let Some(document) = document_for(&headers, &account.uri) {
        return Ok(document);
    }
    if let Some(member) = Member::of(visitor) {
        return person::shown(&state, &member, account, place).await;
    }
    if !account.is_active() || !known::is_known(&state.core, ANYONE, &account).await? {
        return Err(PageError::missing());
    }
    page(&content(&state, account, place.before).await?)
}

async fn content(state: &State, account: Account, before: Option<i64>) -> Result<AccountPage, PageError> {
    let core = &state.core;
    let list = Page { max: before, ..Page::first(LENGTH) };
    let entries =
        timeline(core, ANYONE, account.id, Wanted { exclude_replies: true, ..Wanted::default() }, list)
            .await?;
    let pinned = match before {
        None => {
            let wanted = Wanted { pinned: true, ..Wanted::default() };
            timeline(core, ANYONE, account.id, wanted, Page::first(LENGTH)).await?
        }
        Some(_) => Vec::new(),
    };
    let moved = match account.moved_to {
        Some(target) => Some(Person::of(core, &queries::by_id(core, target).await?)),
        None => None,
    };
    let full = i64::try_from(entries.len()).is_ok_and(|length| length == LENGTH);
    Ok(AccountPage {
        server: state.title.clone(),
        person: Person::of(core, &account),
        older: entries.last().filter(|_| full).map(hearth_core::stories::Entry::id),
        pinned: pinned.iter().map(|entry| Telling::of(core, entry)).collect(),
        stories: entries.iter().map(|entry| Telling::of(core, entry)).collect(),
        index: account.indexable,
        moved,
        uri: account.uri,
        note: account.note_html,
        fields: account.profile.fields,
    })
}
