//! Somebody takes back what they did.

use super::{Said, community};
use crate::origin::reading::{id, kind, normal, text};
use crate::{Federation, Result};
use hearth_core::accounts::{Account, queries};
use hearth_core::follows::{queries as follows, undo};
use hearth_core::lineage::{answer, offer};
use hearth_core::restrictions::block;
use hearth_core::stories::{boost, favourite, queries as stories};
use serde_json::Value;

pub(super) async fn receive(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    match said.embedded() {
        // One can only take back what one did oneself.
        Some(object) if id(object, "actor").is_some_and(|who| who != actor.uri) => Ok(()),
        Some(object) => embedded(federation, said, object, actor).await,
        None => match said.object() {
            Some(uri) => named(federation, &uri, actor).await,
            None => Ok(()),
        },
    }
}

async fn embedded(federation: &Federation, said: &Said, object: &Value, actor: &Account) -> Result<()> {
    let core = &federation.core;
    let uri = text(object, "id").and_then(normal);
    let target = id(object, "object");
    match (kind(object), target) {
        ("Follow", Some(target)) => {
            if let Some(followee) = queries::by_uri(core, &target).await?.filter(Account::is_local) {
                undo::receive_undo(core, actor, &followee, uri.as_deref()).await?;
            }
        }
        ("Block", Some(_)) if community::bans(federation, said, object, actor, false).await? => {}
        ("Block", Some(target)) => {
            if let Some(blocked) = queries::by_uri(core, &target).await?.filter(Account::is_local) {
                block::receive_unblock(core, actor, &blocked, uri.as_deref()).await?;
            }
        }
        ("Lock" | "Delete", Some(target)) => {
            community::takes_back(federation, said, kind(object), &target, actor).await?;
        }
        ("Like" | "EmojiReact", target) => {
            let story = known(federation, target).await?;
            favourite::receive_undo(core, actor, uri.as_deref(), story).await?;
        }
        ("Offer", _) => {
            if let Some(uri) = uri {
                offer::receive_undo(core, actor, &uri).await?;
            }
        }
        ("Accept", target) => {
            answer::receive_undo(core, actor, uri.as_deref(), target.as_deref()).await?;
        }
        ("Announce", target) => {
            let story = known(federation, target).await?;
            boost::receive_undo(core, actor, uri.as_deref(), story).await?;
        }
        _ => {}
    }
    Ok(())
}

async fn known(federation: &Federation, uri: Option<String>) -> Result<Option<hearth_core::ids::StoryId>> {
    match uri {
        Some(uri) => Ok(stories::by_uri(&federation.core, &uri).await?),
        None => Ok(None),
    }
}

/// Nothing but an id: of an activity of theirs, or (one server does so) of the account they followed.
async fn named(federation: &Federation, uri: &str, actor: &Account) -> Result<()> {
    let core = &federation.core;
    if let Some(followee) = queries::by_uri(core, uri).await?.filter(Account::is_local) {
        return Ok(undo::receive_undo(core, actor, &followee, None).await?);
    }
    if let Some(follow) = follows::by_uri(core, uri).await?.filter(|follow| follow.follower_id == actor.id) {
        let followee = queries::by_id(core, follow.followee_id).await?;
        return Ok(undo::receive_undo(core, actor, &followee, Some(uri)).await?);
    }
    boost::receive_undo(core, actor, Some(uri), None).await?;
    Ok(favourite::receive_undo(core, actor, Some(uri), None).await?)
}
