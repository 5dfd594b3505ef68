//! Somebody elsewhere tells a story or answers one.

use super::{Said, community};
use crate::origin::documents::story as read;
use crate::origin::reading::{id, text};
use crate::origin::{Trusted, gate, normalise_id};
use crate::resolve::{document, story_within, whole};
use crate::{Error, Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::polls::vote;
use hearth_core::stories::{RemoteStory, queries, receive, relevance};
use serde_json::Value;
use url::Url;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    if let Some(vote) = said.embedded().filter(|object| read::is_vote(object)) {
        return voted(federation, vote, actor).await;
    }
    let Some(trusted) = trusted(federation, said, actor).await? else { return Ok(()) };
    store(federation, &trusted, actor).await?;
    community::pass_on(federation, said, trusted.id().as_str()).await
}

/// A vote in a poll of ours; whoever sent it is who votes, whatever the Note says.
async fn voted(federation: &Federation, note: &Value, actor: &Account) -> Result<()> {
    let (Some(poll), Some(option)) = (id(note, "inReplyTo"), text(note, "name")) else { return Ok(()) };
    if id(note, "attributedTo").is_some_and(|author| author != actor.uri) {
        return Err(Error::Untrusted("the vote is somebody else's"));
    }
    if let Some(story) =
        queries::by_uri(&federation.core, &poll).await?.filter(|_| federation.core.here.owns(&poll))
    {
        vote::receive_vote(&federation.core, actor, story, option).await?;
    }
    Ok(())
}

/// The object: as it was sent, if its author sent it; else as its own server tells it.
pub(super) async fn trusted(
    federation: &Federation,
    said: &Said,
    actor: &Account,
) -> Result<Option<Trusted>> {
    let core = &federation.core;
    if said.embedded().is_some_and(read::is_vote) {
        return Ok(None);
    }
    let Some(uri) = said.object().filter(|uri| !core.here.owns(uri)) else { return Ok(None) };
    let signer = Url::parse(&actor.uri).map_err(|_| Error::Untrusted("the actor's id is not an address"))?;
    if let Some(trusted) = said.embedded().and_then(|object| gate::spoken(&core.here, &signer, object)) {
        return Ok(Some(trusted));
    }
    let id = normalise_id(&uri).map_err(|_| Error::Untrusted("the object's id is not an address"))?;
    match document(federation, &id, &said.budget).await {
        Ok(trusted) => Ok(Some(trusted)),
        Err(Error::Status(401 | 403 | 404 | 410)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Stores a story that concerns somebody here, and tells them.
pub(super) async fn store(federation: &Federation, trusted: &Trusted, actor: &Account) -> Result<()> {
    if !read::is_story(trusted.value()) {
        return Ok(());
    }
    // Who is told of it rests on its author, not on who brought it.
    if read::author(trusted)? != actor.uri {
        return Err(Error::Untrusted("the story's author is not who sent it"));
    }
    let remote = whole(federation, trusted, actor).await?;
    let named: Vec<_> = remote.mentions.iter().map(|(account, _)| *account).collect();
    let parent = remote.parent_uri.as_deref();
    if relevance::concerns_us(&federation.core, actor.id, parent, &named).await? {
        // It was sent to us, so people are told of it.
        receive::receive(&federation.core, RemoteStory { pushed: true, ..remote }).await?;
    }
    Ok(())
}

/// A Create that somebody forwarded: the story is fetched, if it belongs to a thread that is known here.
pub(super) async fn look(federation: &Federation, said: &Said) -> Result<()> {
    let parent = said.embedded().and_then(|object| id(object, "inReplyTo"));
    let (Some(uri), Some(parent)) = (said.object(), parent) else { return Ok(()) };
    if queries::by_uri(&federation.core, &parent).await?.is_some() {
        story_within(federation, &uri, &said.budget).await?;
    }
    Ok(())
}
