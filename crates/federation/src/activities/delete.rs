//! Somebody elsewhere deleted a story or themselves.

use super::{Said, community};
use crate::origin::normalise_id;
use crate::origin::reading::{kind, text};
use crate::origin::url::same_origin;
use crate::resolve::document;
use crate::{Error, Federation, Result};
use hearth_core::accounts::{Account, queries as accounts, receive};
use hearth_core::stories::{delete, queries, show};
use std::sync::Arc;
use url::Url;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    let Some(uri) = said.object() else { return Ok(()) };
    if uri == actor.uri {
        return Ok(receive::receive_deletion(&federation.core, actor).await?);
    }
    // An id of another server can be neither deleted nor forbidden by this one.
    let own =
        Url::parse(&uri).is_ok_and(|url| Url::parse(&actor.uri).is_ok_and(|actor| same_origin(&url, &actor)));
    if text(&said.activity, "summary").is_some()
        && community::removes(federation, said, &uri, actor, true).await?
    {
        return Ok(());
    }
    let story = queries::by_uri(&federation.core, &uri).await?;
    match author(federation, &uri).await? {
        _ if !own || accounts::by_uri(&federation.core, &uri).await?.is_some() => Ok(()),
        // Somebody else of its server, who may look after it: that is for the server to say (FEP-4f05).
        Some(author) if author.id != actor.id => confirm(federation, said, &author, &uri).await,
        _ => {
            delete::receive_deletion(&federation.core, actor, &uri).await?;
            match story {
                Some(story) => Ok(community::relay(federation, story, &said.id, &said.activity).await?),
                None => Ok(()),
            }
        }
    }
}

/// A Delete that somebody forwarded: believed when the story is gone where it lived.
pub(super) async fn look(federation: &Federation, said: &Said) -> Result<()> {
    let Some(uri) = said.object().filter(|uri| !federation.core.here.owns(uri)) else { return Ok(()) };
    match author(federation, &uri).await? {
        Some(author) => confirm(federation, said, &author, &uri).await,
        None => Ok(()),
    }
}

/// Who tells the story with this id, where it is known here.
async fn author(federation: &Federation, uri: &str) -> Result<Option<Arc<Account>>> {
    let Some(story) = queries::by_uri(&federation.core, uri).await? else { return Ok(None) };
    Ok(show::load(&federation.core, story).await?.map(|view| view.author.clone()))
}

/// Deletes a story that its own server does not have any more.
async fn confirm(federation: &Federation, said: &Said, author: &Account, uri: &str) -> Result<()> {
    let id = normalise_id(uri).map_err(|_| Error::Untrusted("the object's id is not an address"))?;
    let gone = match document(federation, &id, &said.budget).await {
        Ok(trusted) => kind(trusted.value()) == "Tombstone",
        Err(Error::Status(404 | 410)) => true,
        Err(error) => return Err(error),
    };
    if gone { Ok(delete::receive_deletion(&federation.core, author, uri).await?) } else { Ok(()) }
}
