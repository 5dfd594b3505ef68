//! Finds people, stories and hashtags for a member: here, and elsewhere by handle or address.

use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::html::own;
use crate::member::Member;
use crate::views::Person;
use askama::Template;
use axum::extract::{self, RawQuery};
use axum::response::{IntoResponse as _, Redirect, Response};
use hearth_core::accounts::{Account, Handle, queries};
use hearth_core::communities::known;
use hearth_core::timelines::tag;
use hearth_federation::resolve::{self, Found};
use http::StatusCode;

/// How many of each are shown.
const MOST: i64 = 20;

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    server: String,
    words: String,
    people: Vec<(i64, Person)>,
    tags: Vec<String>,
}

/// `GET /search?q=`. What leads to one thing alone leads there at once.
pub(crate) async fn search(
    extract::State(state): extract::State<State>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes()).ok_or_else(PageError::unreadable)?;
    let words = fields.get("q").trim().to_owned();
    if words.starts_with("https://") || words.starts_with("http://") {
        return address(&state, &words).await;
    }
    let (people, tags) = match words.as_str() {
        "" => (Vec::new(), Vec::new()),
        words if words.starts_with('#') => (Vec::new(), tags(&state, words).await?),
        words => (people(&state, &member, words).await?, tags(&state, words).await?),
    };
    let people = people.iter().map(|one| (one.id.0, Person::of(&state.core, one))).collect();
    own(StatusCode::OK, &Search { server: state.title.clone(), words, people, tags })
}

async fn address(state: &State, address: &str) -> Result<Response, PageError> {
    match looked_up(resolve::by_url(&state.federation, address).await)?.flatten() {
        Some(Found::Account(account)) => {
            Ok(Redirect::to(&format!("/people/{}", account.id.0)).into_response())
        }
        Some(Found::Story(story)) => Ok(Redirect::to(&format!("/stories/{}", story.0)).into_response()),
        None => Err(PageError::missing()),
    }
}

/// Who has this very handle, then those whose names begin like it.
async fn people(state: &State, member: &Member, words: &str) -> Result<Vec<Account>, PageError> {
    let core = &state.core;
    let mut found = queries::matching(core, member.id(), words, false, MOST, 0).await?;
    if let Ok(handle) = words.parse::<Handle>() {
        let handle = handle.here(core.here.domain());
        let exact = if handle.host.is_some() {
            looked_up(resolve::account(&state.federation, &handle).await)?.flatten()
        } else {
            queries::by_handle(core, &handle).await?
        };
        if let Some(exact) = exact.filter(Account::is_active) {
            found.retain(|account| account.id != exact.id);
            found.insert(0, exact);
        }
    }
    Ok(known::among(core, member.id(), found).await?)
}

async fn tags(state: &State, words: &str) -> Result<Vec<String>, PageError> {
    if words.contains('@') {
        return Ok(Vec::new());
    }
    let found = tag::matching(&state.core, words.trim_start_matches('#'), MOST).await?;
    Ok(found.into_iter().map(|tag| tag.name).collect())
}

/// What another server refuses or garbles was not found; what is our own trouble is an error.
fn looked_up<T>(result: hearth_federation::Result<T>) -> Result<Option<T>, PageError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(hearth_federation::Error::Core(error)) => Err(error.into()),
        Err(error) => {
            tracing::debug!(%error, "not found elsewhere");
            Ok(None)
        }
    }
}
