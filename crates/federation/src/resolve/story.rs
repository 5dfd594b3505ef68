//! Finds stories of other servers by their id.

use super::{Budget, Freshness, account_within, document};
use crate::origin::documents::story as read;
use crate::origin::{Trusted, normalise_id, reading};
use crate::{Error, Federation, Result};
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{RemoteStory, queries, receive};

/// The story with this id: known here, or fetched from its server. `None` when it is not there, was deleted, or is
/// not a story.
///
/// # Errors
/// When the other server cannot be asked or says what is not to be trusted.
pub async fn story(federation: &Federation, uri: &str) -> Result<Option<StoryId>> {
    story_within(federation, uri, &Budget::for_activity()).await
}

/// As [`story`], on somebody's budget.
///
/// # Errors
/// As [`story`], and [`Error::Budget`].
pub async fn story_within(federation: &Federation, uri: &str, budget: &Budget) -> Result<Option<StoryId>> {
    let core = &federation.core;
    let id = normalise_id(uri).map_err(|_| Error::Untrusted("the story's id is not an address"))?;
    if let Some(known) = queries::by_uri(core, id.as_str()).await? {
        return Ok(Some(known));
    }
    if core.here.owns(id.as_str()) || queries::is_buried(core, id.as_str()).await? {
        return Ok(None);
    }
    let trusted = match document(federation, &id, budget).await {
        Ok(trusted) => trusted,
        Err(Error::Status(401 | 403 | 404 | 410)) => return Ok(None),
        Err(error) => return Err(error),
    };
    if !read::is_story(trusted.value()) {
        // Some servers name a story by the activity that created it.
        let inner = reading::id(trusted.value(), "object").filter(|_| reading::kind(trusted.value()) == "Create");
        return match inner {
            Some(inner) => Box::pin(story_within(federation, &inner, budget)).await,
            None => Ok(None),
        };
    }
    keep(federation, &trusted, false, budget).await
}

/// Stores a trusted story document, with its author. `pushed`: it was sent to us, so people are told of it.
///
/// # Errors
/// When its author cannot be found, or it is no story.
pub(crate) async fn keep(
    federation: &Federation,
    trusted: &Trusted,
    pushed: bool,
    budget: &Budget,
) -> Result<Option<StoryId>> {
    let uri = read::author(trusted)?;
    let author = account_within(federation, &uri, Freshness::Known, budget).await?;
    let Some(author) = author.filter(Account::is_active) else { return Ok(None) };
    let remote = RemoteStory { pushed, ..whole(federation, trusted, &author).await? };
    Ok(receive::receive(&federation.core, remote).await?)
}

/// The story with the accounts it names, as far as they are known here: nobody is looked up for a mention.
pub(crate) async fn whole(federation: &Federation, trusted: &Trusted, author: &Account) -> Result<RemoteStory> {
    let mut remote = read::read(trusted, author, federation.core.now())?;
    let people = read::people(trusted.value());
    let mut mentions: Vec<(AccountId, bool)> = Vec::new();
    for (uris, silent) in [(people.named, false), (people.addressed, true)] {
        for uri in uris.into_iter().filter(|uri| !reading::is_public(uri)).take(100) {
            if let Some(account) = accounts::by_uri(&federation.core, &uri).await? {
                mentions.push((account.id, silent));
            }
        }
    }
    remote.mentions = mentions;
    Ok(remote)
}
