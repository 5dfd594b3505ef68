//! Somebody elsewhere changed a story or their profile.

use super::{Said, community, create};
use crate::origin::documents::actor::actor_kind;
use crate::origin::documents::story as read;
use crate::origin::normalise_id;
use crate::resolve::{Budget, Freshness, account_within, document, whole};
use crate::{Error, Federation, Result};
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::stories::{edit, queries};

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    if said.object().as_deref() == Some(&actor.uri)
        || said.embedded().is_some_and(|one| actor_kind(one).is_some())
    {
        // Whoever the profile is of: it is read where it lives, and only the actor's own is.
        let own = said.object().is_none_or(|uri| uri == actor.uri);
        return if own {
            account_within(federation, &actor.uri, Freshness::Now, &said.budget).await.map(drop)
        } else {
            Ok(())
        };
    }
    let Some(trusted) = create::trusted(federation, said, actor).await? else { return Ok(()) };
    if !read::is_story(trusted.value()) {
        return Ok(());
    }
    if read::author(&trusted)? != actor.uri {
        return Err(Error::Untrusted("only its author can change a story"));
    }
    if queries::by_uri(&federation.core, trusted.id().as_str()).await?.is_none() {
        return create::store(federation, &trusted, actor).await;
    }
    let remote = whole(federation, &trusted, actor).await?;
    edit::receive_edit(&federation.core, remote).await?;
    community::pass_on(federation, said, trusted.id().as_str()).await
}

/// An Update that somebody forwarded: what is known here is read again where it lives.
pub(super) async fn look(federation: &Federation, said: &Said) -> Result<()> {
    match said.object() {
        Some(uri) => again(federation, &uri, &said.budget).await,
        None => Ok(()),
    }
}

/// Reads a story that is known here again where it lives.
pub(super) async fn again(federation: &Federation, uri: &str, budget: &Budget) -> Result<()> {
    let core = &federation.core;
    if core.here.owns(uri) || queries::by_uri(core, uri).await?.is_none() {
        return Ok(());
    }
    let id = normalise_id(uri).map_err(|_| Error::Untrusted("the object's id is not an address"))?;
    let trusted = document(federation, &id, budget).await?;
    let Some(author) = accounts::by_uri(core, &read::author(&trusted)?).await? else { return Ok(()) };
    Ok(edit::receive_edit(core, whole(federation, &trusted, &author).await?).await?)
}
