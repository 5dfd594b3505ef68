//! Search: accounts, stories by address, hashtags; looked up elsewhere if asked to.

use crate::State;
use crate::auth::Reader;
use crate::entities::{Account, Status};
use crate::error::{Answer, ApiError};
use crate::params::{Flag, Int, Params};
use axum::{Json, extract};
use hearth_core::accounts::{Handle, queries};
use hearth_core::stories::show;
use hearth_core::timelines::tag;
use hearth_federation::resolve::{self, Found};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    q: String,
    r#type: Option<String>,
    resolve: Option<Flag>,
    following: Option<Flag>,
    limit: Option<Int>,
    offset: Option<Int>,
}

/// What was found.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Results {
    accounts: Vec<Account>,
    statuses: Vec<Status>,
    hashtags: Vec<Value>,
}

fn flag(flag: Option<Flag>) -> bool {
    flag.and_then(|flag| flag.0).unwrap_or(false)
}

/// `GET /api/v2/search`
pub(crate) async fn search(
    extract::State(state): extract::State<State>,
    reader: Reader,
    Params(form): Params<Form>,
) -> Answer<Results> {
    let words = form.q.trim();
    if words.is_empty() {
        return Err(ApiError::new(http::StatusCode::BAD_REQUEST, "Parameter q is missing or empty"));
    }
    let wants = |kind: &str| form.r#type.as_deref().is_none_or(|wanted| wanted == kind);
    let elsewhere = flag(form.resolve) && reader.is_member();
    if words.starts_with("http://") || words.starts_with("https://") {
        return address(&state, &reader, words, elsewhere, wants).await.map(Json);
    }
    let number = |value: &Option<Int>| value.as_ref().and_then(|Int(number)| *number);
    let limit = number(&form.limit).unwrap_or(20).clamp(1, 40);
    let offset = number(&form.offset).unwrap_or(0).max(0);
    let mut results = Results::default();
    if wants("accounts") && !words.starts_with('#') {
        let list = people(&state, &reader, words, elsewhere, flag(form.following), limit, offset).await?;
        results.accounts = list;
    }
    if wants("hashtags") && !words.contains('@') && offset == 0 {
        let tags = tag::matching(&state.core, words.trim_start_matches('#'), limit).await?;
        results.hashtags = tags.iter().map(|tag| hashtag(&state, &tag.tag)).collect();
    }
    Ok(Json(results))
}

fn hashtag(state: &State, tag: &str) -> Value {
    json!({"name": tag, "url": state.core.here.tag_url(tag), "history": [], "following": false})
}

/// What an address leads to: known here, or looked up.
async fn address(
    state: &State,
    reader: &Reader,
    address: &str,
    elsewhere: bool,
    wants: impl Fn(&str) -> bool,
) -> Result<Results, ApiError> {
    let mut results = Results::default();
    let found = if elsewhere || state.core.here.owns(address) {
        looked_up(resolve::by_url(&state.federation, address).await)?.flatten()
    } else {
        let story = hearth_core::stories::queries::by_uri(&state.core, address).await?.map(Found::Story);
        let account = queries::by_uri(&state.core, address).await?;
        story.or_else(|| account.map(|account| Found::Account(Box::new(account))))
    };
    match found {
        Some(Found::Account(account)) if wants("accounts") => {
            results.accounts.push(Account::of(&state.core, &account));
        }
        Some(Found::Story(story)) if wants("statuses") => {
            match show::show(&state.core, reader.viewer(), story).await {
                Ok(entry) => {
                    results.statuses.push(Status::of(
                        &state.core,
                        &entry,
                        reader.is_member(),
                        reader.viewer(),
                    ));
                }
                Err(hearth_core::Error::NotFound(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        _ => {}
    }
    Ok(results)
}

async fn people(
    state: &State,
    reader: &Reader,
    words: &str,
    elsewhere: bool,
    following: bool,
    limit: i64,
    offset: i64,
) -> Result<Vec<Account>, ApiError> {
    let core = &state.core;
    let handle = words.parse::<Handle>().ok().map(|handle| handle.here(core.here.domain()));
    let exact = match &handle {
        Some(handle) if offset == 0 && elsewhere && handle.host.is_some() => {
            looked_up(resolve::account(&state.federation, handle).await)?.flatten()
        }
        Some(handle) if offset == 0 => queries::by_handle(core, handle).await?,
        _ => None,
    };
    let exact = exact.filter(|account| account.is_active() && !following);
    let id = exact.as_ref().map(|account| account.id);
    let others =
        queries::matching(core, reader.viewer(), words.trim_start_matches('@'), following, limit, offset)
            .await?;
    let all = exact.into_iter().chain(others.into_iter().filter(|account| Some(account.id) != id));
    Ok(all.take(usize::try_from(limit).unwrap_or(20)).map(|account| Account::of(core, &account)).collect())
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
