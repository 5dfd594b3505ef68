//! Search: accounts, stories by address, hashtags; looked up elsewhere if asked to.

use crate::State;
use crate::auth::Reader;
use crate::entities::{Account, Status, Tag};
use crate::error::ApiError;
use crate::page::slice;
use crate::params::{Flag, Int, Params, Words};
use crate::render::{self, Rendered};
use axum::extract;
use hearth_core::Error;
use hearth_core::accounts::{self, Handle, queries};
use hearth_core::communities::known;
use hearth_core::stories::{self, Entry, show};
use hearth_core::tags::Tagged;
use hearth_core::timelines::tag;
use hearth_federation::resolve::{self, Found as Elsewhere};
use http::StatusCode;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    q: Words,
    r#type: Words,
    resolve: Flag,
    following: Flag,
    limit: Int,
    offset: Int,
}

/// What is asked, read.
#[derive(Debug)]
struct Asked {
    words: String,
    kind: String,
    elsewhere: bool,
    following: bool,
    limit: i64,
    offset: i64,
}

impl Form {
    fn read(self, reader: &Reader) -> Result<Asked, ApiError> {
        let words = self.q.0.trim().to_owned();
        if words.is_empty() {
            let text = "param is missing or the value is empty or invalid: q";
            return Err(ApiError::new(StatusCode::BAD_REQUEST, text));
        }
        let unknown = |text: &'static str| Err(ApiError::new(StatusCode::UNAUTHORIZED, text));
        if self.offset.0.is_some() && !reader.is_member() {
            return unknown("Search queries pagination is not supported without authentication");
        }
        if self.resolve.on() && !reader.is_member() {
            return unknown(
                "Search queries that resolve remote resources are not supported without authentication",
            );
        }
        let (limit, offset) = slice(self.limit, self.offset, 20, 40)?;
        let (elsewhere, following) = (self.resolve.on(), self.following.on());
        Ok(Asked { words, kind: self.r#type.0, elsewhere, following, limit, offset })
    }
}

impl Asked {
    fn wants(&self, kind: &str) -> bool {
        self.kind.is_empty() || self.kind == kind
    }
}

/// What was found.
#[derive(Debug, Default)]
struct Found {
    accounts: Vec<accounts::Account>,
    stories: Vec<Entry>,
    tags: Vec<stories::Tag>,
}

/// The answer.
#[derive(Debug, Serialize)]
struct Results<'a> {
    accounts: Vec<Account<'a>>,
    statuses: Vec<Status<'a>>,
    hashtags: Vec<Tag<'a>>,
}

/// `GET /api/v2/search`
pub(crate) async fn search(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Params(form): Params<Form>,
) -> Rendered {
    reader.may("read:search")?;
    let asked = form.read(&reader)?;
    let mut found = if asked.words.starts_with("http://") || asked.words.starts_with("https://") {
        address(&state, &reader, &asked).await?
    } else {
        names(&state, &reader, &asked).await?
    };
    found.accounts = known::among(&state.core, reader.viewer(), found.accounts).await?;
    let here = &state.core.here;
    let tags: Vec<String> = found.tags.iter().map(|one| one.tag.clone()).collect();
    let tags = Tagged::among(&state.core, reader.viewer(), &tags).await?;
    Ok(render::one(&Results {
        accounts: found.accounts.iter().map(|one| Account::of(here, one)).collect(),
        statuses: found.stories.iter().map(|one| Status::of(here, one, reader.viewer())).collect(),
        hashtags: tags.iter().map(|one| Tag::of(here, one, reader.is_member())).collect(),
    }))
}

/// What an address leads to: known here, or looked up.
async fn address(state: &State, reader: &Reader, asked: &Asked) -> Result<Found, ApiError> {
    let mut results = Found::default();
    if asked.offset > 0 {
        return Ok(results);
    }
    match behind(state, asked).await? {
        Some(Elsewhere::Account(account)) if asked.wants("accounts") && account.is_active() => {
            results.accounts.push(*account);
        }
        Some(Elsewhere::Story(story)) if asked.wants("statuses") => {
            match show::show(&state.core, reader.viewer(), story).await {
                Ok(entry) => results.stories.push(entry),
                Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        _ => {}
    }
    Ok(results)
}

async fn behind(state: &State, asked: &Asked) -> Result<Option<Elsewhere>, ApiError> {
    let (core, address) = (&state.core, asked.words.as_str());
    if asked.elsewhere || core.here.owns(address) {
        return Ok(looked_up(resolve::by_url(&state.federation, address).await)?.flatten());
    }
    if let Some(story) = stories::queries::by_uri(core, address).await? {
        return Ok(Some(Elsewhere::Story(story)));
    }
    Ok(queries::by_uri(core, address).await?.map(|account| Elsewhere::Account(Box::new(account))))
}

async fn names(state: &State, reader: &Reader, asked: &Asked) -> Result<Found, ApiError> {
    let mut results = Found::default();
    let words = asked.words.as_str();
    if asked.wants("accounts") && !words.starts_with('#') {
        results.accounts = people(state, reader, asked).await?;
    }
    if asked.wants("hashtags") && !words.contains('@') && asked.offset == 0 {
        results.tags = tag::matching(&state.core, words.trim_start_matches('#'), asked.limit).await?;
    }
    Ok(results)
}

/// Who has this very handle, then those whose names begin like it.
async fn people(state: &State, reader: &Reader, asked: &Asked) -> Result<Vec<accounts::Account>, ApiError> {
    let Asked { words, following, limit, offset, .. } = asked;
    let mut found =
        queries::matching(&state.core, reader.viewer(), words, *following, *limit, *offset).await?;
    if *offset == 0
        && !following
        && let Some(exact) = exactly(state, asked).await?.filter(accounts::Account::is_active)
    {
        found.retain(|account| account.id != exact.id);
        found.insert(0, exact);
        found.truncate(usize::try_from(*limit).unwrap_or(usize::MAX));
    }
    Ok(found)
}

async fn exactly(state: &State, asked: &Asked) -> Result<Option<accounts::Account>, ApiError> {
    let Ok(handle) = asked.words.parse::<Handle>() else { return Ok(None) };
    let handle = handle.here(state.core.here.domain());
    if asked.elsewhere && handle.host.is_some() {
        return Ok(looked_up(resolve::account(&state.federation, &handle).await)?.flatten());
    }
    Ok(queries::by_handle(&state.core, &handle).await?)
}

/// What another server refuses or garbles was not found; what is our own trouble is an error.
pub(crate) fn looked_up<T>(result: hearth_federation::Result<T>) -> Result<Option<T>, ApiError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(hearth_federation::Error::Core(error)) => Err(error.into()),
        Err(error) => {
            tracing::debug!(%error, "not found elsewhere");
            Ok(None)
        }
    }
}
