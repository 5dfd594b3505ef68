//! Finds whatever an address that somebody pasted leads to.

use super::alternate::alternate;
use super::{Budget, Freshness, account_within, document, story_within};
use crate::origin::documents::{actor, story as read};
use crate::origin::{Trusted, normalise_id};
use crate::{Error, Federation, Result};
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::ids::StoryId;
use hearth_core::stories::queries as stories;
use url::Url;

/// What an address led to.
#[derive(Debug, Clone)]
pub enum Found {
    /// An account.
    Account(Box<Account>),
    /// A story.
    Story(StoryId),
}

/// The account or story at an address, its id or its page, here or elsewhere.
///
/// # Errors
/// When the other server cannot be asked or says what is not to be trusted.
pub async fn by_url(federation: &Federation, address: &str) -> Result<Option<Found>> {
    let core = &federation.core;
    let Ok(id) = normalise_id(address.trim()) else { return Ok(None) };
    if let Some(story) = stories::by_uri(core, id.as_str()).await? {
        return Ok(Some(Found::Story(story)));
    }
    if let Some(account) = accounts::by_uri(core, id.as_str()).await? {
        return Ok(Some(Found::Account(Box::new(account))));
    }
    if core.here.owns(id.as_str()) {
        return here(federation, id.path()).await;
    }
    let budget = Budget::for_activity();
    let Some(trusted) = open(federation, &id, &budget).await? else { return Ok(None) };
    let uri = trusted.id().as_str();
    if actor::actor_kind(trusted.value()).is_some() {
        let account = account_within(federation, uri, Freshness::Day, &budget).await?;
        return Ok(account.map(|account| Found::Account(Box::new(account))));
    }
    let found = if read::is_story(trusted.value()) {
        match stories::by_uri(core, uri).await? {
            Some(known) => Some(known),
            None if stories::is_buried(core, uri).await? => None,
            None => super::keep(federation, &trusted, &budget).await?,
        }
    } else {
        story_within(federation, uri, &budget).await?
    };
    Ok(found.map(Found::Story))
}

/// The document at an address, or the one that the page there names.
async fn open(federation: &Federation, address: &Url, budget: &Budget) -> Result<Option<Trusted>> {
    // Somebody asks in person: what failed a moment ago is tried again.
    federation.memory.forget_missing(address.as_str());
    let other = match document(federation, address, budget).await {
        Err(Error::Status(406) | Error::Untrusted(_)) => alternate(federation, address, budget).await,
        other => return unless_refused(other.map(Some)),
    };
    match unless_refused(other)? {
        Some(other) if other != *address => {
            unless_refused(document(federation, &other, budget).await.map(Some))
        }
        _ => Ok(None),
    }
}

/// Nothing, where the other server has nothing or does not show it.
fn unless_refused<T>(result: Result<Option<T>>) -> Result<Option<T>> {
    match result {
        Err(Error::Status(401 | 403 | 404 | 406 | 410) | Error::Untrusted(_)) => Ok(None),
        other => other,
    }
}

/// A page of ours: `/@name`.
async fn here(federation: &Federation, path: &str) -> Result<Option<Found>> {
    let Some(name) = path.strip_prefix("/@").filter(|rest| !rest.contains('/')) else { return Ok(None) };
    let account = match accounts::local(&federation.core, name).await {
        Ok(account) => Some(account),
        Err(hearth_core::Error::NotFound(_) | hearth_core::Error::Gone(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(account.map(|account| Found::Account(Box::new(account))))
}
