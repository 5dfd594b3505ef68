//! Somebody elsewhere accepts a follow that somebody here asked for.

use super::{Said, offer};
use crate::origin::reading::{id, kind};
use crate::{Federation, Result};
use hearth_core::Core;
use hearth_core::accounts::{Account, queries};
use hearth_core::follows::{Follow, accept, queries as follows};

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    if offer::answered(federation, said, actor, true).await? {
        return Ok(());
    }
    match follower(federation, said, actor).await? {
        Some(follower) => Ok(accept::receive_accept(&federation.core, actor, &follower).await?),
        None => Ok(()),
    }
}

/// Who here asked to follow `actor`, by the id of the Follow or by the Follow that is embedded.
pub(super) async fn follower(
    federation: &Federation,
    said: &Said,
    actor: &Account,
) -> Result<Option<Account>> {
    let core = &federation.core;
    if let Some(follow) = named(core, said, actor).await? {
        let ours = follow.followee_id == actor.id;
        let follower = queries::by_id(core, follow.follower_id).await?;
        return Ok(Some(follower).filter(|follower| ours && follower.is_local()));
    }
    let embedded = said.embedded().filter(|object| kind(object) == "Follow");
    let Some(object) = embedded.filter(|object| id(object, "object").as_deref() == Some(&actor.uri)) else {
        return Ok(None);
    };
    let Some(uri) = id(object, "actor") else { return Ok(None) };
    let Some(follower) = queries::by_uri(core, &uri).await?.filter(Account::is_local) else {
        return Ok(None);
    };
    // A peer that kept nothing of our Follow but the pair still answers that pair.
    Ok(follows::between(core, follower.id, actor.id).await?.map(|_| follower))
}

/// The follow that is named by the id of its Follow: the newest, or one that was asked for again since.
async fn named(core: &Core, said: &Said, followee: &Account) -> Result<Option<Follow>> {
    let Some(uri) = said.object() else { return Ok(None) };
    match follows::by_uri(core, &uri).await? {
        None if core.here.owns(&uri) => Ok(follows::by_earlier_uri(core, followee.id, &uri).await?),
        found => Ok(found),
    }
}
