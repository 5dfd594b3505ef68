//! Finds stories of other servers by their id.

use super::{Budget, Freshness, account_within, document};
use crate::origin::documents::story as read;
use crate::origin::{Trusted, normalise_id, reading};
use crate::{Error, Federation, Result};
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::communities::queries as communities;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{RemoteStory, queries, receive};

/// As many accounts as one story names or addresses.
const MOST_PEOPLE: usize = 1_000;

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
        let inner =
            reading::id(trusted.value(), "object").filter(|_| reading::kind(trusted.value()) == "Create");
        return match inner {
            Some(inner) => Box::pin(story_within(federation, &inner, budget)).await,
            None => Ok(None),
        };
    }
    keep(federation, &trusted, budget).await
}

/// Stores a trusted story document, with its author; nobody is told, since nobody sent it to us.
///
/// # Errors
/// When its author cannot be found, or it is no story.
pub(crate) async fn keep(
    federation: &Federation,
    trusted: &Trusted,
    budget: &Budget,
) -> Result<Option<StoryId>> {
    let uri = read::author(trusted)?;
    let author = account_within(federation, &uri, Freshness::Known, budget).await?;
    let Some(author) = author.filter(Account::is_active) else { return Ok(None) };
    Ok(receive::receive(&federation.core, whole(federation, trusted, &author).await?).await?)
}

/// The story with the accounts it names, as far as they are known here: nobody is looked up for a mention.
pub(crate) async fn whole(
    federation: &Federation,
    trusted: &Trusted,
    author: &Account,
) -> Result<RemoteStory> {
    let mut remote = read::read(trusted, author, federation.core.now())?;
    let people = read::people(trusted.value());
    let mut uris = people.named.clone();
    let addressed: Vec<String> =
        people.addressed.iter().filter(|uri| !reading::is_public(uri)).cloned().collect();
    uris.extend(addressed.iter().cloned());
    uris.truncate(MOST_PEOPLE);
    // Forums name the community beside those they address.
    uris.extend(reading::ids(trusted.value(), "audience").into_iter().take(1));
    let known = accounts::ids_by_uris(&federation.core, &uris).await?;
    remote.community = community(federation, &uris, &known).await?;
    let named_in = |uri: &String| people.named.contains(uri) || addressed.contains(uri);
    let known = known.into_iter().filter(|(uri, _)| named_in(uri));
    // Addressed but not named: may read, is not told.
    remote.mentions = known.map(|(uri, id)| (id, !people.named.contains(&uri))).collect();
    Ok(remote)
}

/// The community among those a story names, the one it names last first: that is its `audience`.
async fn community(
    federation: &Federation,
    uris: &[String],
    known: &[(String, AccountId)],
) -> Result<Option<AccountId>> {
    let of = |uri: &String| known.iter().find(|(known, _)| known == uri).map(|(_, id)| *id);
    let ids: Vec<AccountId> = uris.iter().rev().filter_map(of).collect();
    Ok(communities::among(&federation.core, &ids).await?)
}
