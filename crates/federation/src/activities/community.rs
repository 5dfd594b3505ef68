//! What happens in communities: stewards elsewhere look after ours, and communities elsewhere tell of themselves.

use super::Said;
use crate::origin::reading::{id, text, time};
pub(super) use crate::outbound::communities::relay;
use crate::{Federation, Result};
use hearth_core::Error as CoreError;
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::communities::{Community, ban, elsewhere, moderate, queries};
use hearth_core::ids::StoryId;
use hearth_core::stories::queries as stories;
use serde_json::Value;

/// Has a community of ours tell forums of what somebody just said in it.
pub(super) async fn pass_on(federation: &Federation, said: &Said, uri: &str) -> Result<()> {
    match stories::by_uri(&federation.core, uri).await? {
        Some(story) => relay(federation, story, &said.id, &said.activity).await,
        None => Ok(()),
    }
}

/// A steward elsewhere takes a story out of a community of ours, or lets it back in. Answers whether it is one of ours.
pub(super) async fn removes(federation: &Federation, uri: &str, actor: &Account, gone: bool) -> Result<bool> {
    let Some((community, story)) = ours(federation, uri).await? else { return Ok(false) };
    let core = &federation.core;
    let done = match gone {
        true => moderate::remove_story(core, actor, &community, story, "").await,
        false => moderate::restore(core, actor, &community, story).await,
    };
    // Its author may say the same of their own story; that is for others to hear.
    heeded(done)
}

/// A steward elsewhere closes a thread of a community of ours.
pub(super) async fn lock(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    match said.object() {
        Some(uri) => closes(federation, &uri, actor, true).await,
        None => Ok(()),
    }
}

/// A steward elsewhere takes back what they decided.
pub(super) async fn takes_back(
    federation: &Federation,
    kind: &str,
    uri: &str,
    actor: &Account,
) -> Result<()> {
    match kind {
        "Lock" => closes(federation, uri, actor, false).await,
        _ => removes(federation, uri, actor, false).await.map(drop),
    }
}

async fn closes(federation: &Federation, uri: &str, actor: &Account, locked: bool) -> Result<()> {
    let Some((community, story)) = ours(federation, uri).await? else { return Ok(()) };
    heeded(moderate::lock(&federation.core, actor, &community, story, locked).await).map(drop)
}

/// A steward elsewhere bans somebody from a community of ours, or lifts that. Answers whether it was about one.
pub(super) async fn bans(
    federation: &Federation,
    activity: &Value,
    actor: &Account,
    banned: bool,
) -> Result<bool> {
    let core = &federation.core;
    let Some(target) = id(activity, "target") else { return Ok(false) };
    let Some(account) = accounts::by_uri(core, &target).await? else { return Ok(false) };
    let Some(community) = queries::by_id(core, account.id).await? else { return Ok(false) };
    let whom = match id(activity, "object") {
        Some(uri) => accounts::by_uri(core, &uri).await?,
        None => None,
    };
    let Some(whom) = whom else { return Ok(true) };
    let done = match banned {
        true => {
            let until = time(activity, "endTime");
            let reason = text(activity, "summary").unwrap_or_default();
            ban::ban(core, actor, &community, &whom, until, reason).await
        }
        false => ban::unban(core, actor, &community, &whom).await,
    };
    heeded(done).map(|_| true)
}

/// A community elsewhere took a story out, or let it back in: believed of what stands in it, and of nothing else.
pub(super) async fn removed_elsewhere(
    federation: &Federation,
    uri: &str,
    group: &Account,
    gone: bool,
) -> Result<()> {
    match stories::by_uri(&federation.core, uri).await? {
        Some(story) => Ok(elsewhere::removed(&federation.core, group, story, gone).await?),
        None => Ok(()),
    }
}

/// A community elsewhere closed a thread of its own, or opened it again.
pub(super) async fn locked_elsewhere(
    federation: &Federation,
    uri: &str,
    group: &Account,
    locked: bool,
) -> Result<()> {
    match stories::by_uri(&federation.core, uri).await? {
        Some(story) => Ok(elsewhere::locked(&federation.core, group, story, locked).await?),
        None => Ok(()),
    }
}

/// The community of ours that a story stands in.
async fn ours(federation: &Federation, uri: &str) -> Result<Option<(Community, StoryId)>> {
    let core = &federation.core;
    let Some(story) = stories::by_uri(core, uri).await? else { return Ok(None) };
    let Some(community) = queries::of_story(core, story).await? else { return Ok(None) };
    Ok(queries::by_id(core, community).await?.map(|community| (community, story)))
}

/// Who is no steward is not heeded, and that is no error. Answers whether it was done.
fn heeded(done: hearth_core::Result<()>) -> Result<bool> {
    match done {
        Ok(()) => Ok(true),
        Err(CoreError::Forbidden(_) | CoreError::NotFound(_) | CoreError::Invalid(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
