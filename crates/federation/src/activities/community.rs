//! Stewards elsewhere look after communities of ours.

use super::Said;
use crate::origin::reading::{id, text, time};
pub(super) use crate::outbound::communities::relay;
use crate::outbound::communities::relay_decision;
use crate::{Federation, Result};
use hearth_core::Error as CoreError;
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::communities::{Community, Role, ban, moderate, queries, roles};
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
pub(super) async fn removes(
    federation: &Federation,
    said: &Said,
    uri: &str,
    actor: &Account,
    gone: bool,
) -> Result<bool> {
    let Some((community, story)) = ours(federation, uri).await? else { return Ok(false) };
    let core = &federation.core;
    let done = match gone {
        true => {
            let why = text(&said.activity, "summary").unwrap_or_default();
            moderate::remove_story(core, actor, &community, story, why).await
        }
        false => moderate::restore(core, actor, &community, story).await,
    };
    // Its author may say the same of their own story; that is for others to hear.
    heard(federation, said, &community, done).await
}

/// A steward elsewhere puts a story at the top of a community of ours or takes it down, or (the founder) says who looks
/// after it. Answers whether `target` is a list of one of ours.
pub(super) async fn lists(
    federation: &Federation,
    said: &Said,
    actor: &Account,
    target: &str,
    added: bool,
) -> Result<bool> {
    let core = &federation.core;
    let Some((group, list)) = list_of(federation, target).await? else { return Ok(false) };
    let Some(community) = queries::by_id(core, group.id).await? else { return Ok(false) };
    let Some(uri) = said.object() else { return Ok(true) };
    let done = match list {
        List::Featured => match stories::by_uri(core, &uri).await? {
            Some(story) => moderate::pin(core, actor, &community, story, added).await,
            None => return Ok(true),
        },
        List::Moderators => match accounts::by_uri(core, &uri).await? {
            Some(who) => {
                let role = if added { Role::Steward } else { Role::Member };
                roles::set_role(core, actor, &community, &who, role).await
            }
            None => return Ok(true),
        },
    };
    heard(federation, said, &community, done).await.map(|_| true)
}

/// A list that a community keeps.
pub(super) enum List {
    /// Stories at its top.
    Featured,
    /// Those who look after it.
    Moderators,
}

/// The community whose list this is, by the list's address.
async fn list_of(federation: &Federation, target: &str) -> Result<Option<(Account, List)>> {
    for (end, list) in [("/collections/featured", List::Featured), ("/moderators", List::Moderators)] {
        if let Some(uri) = target.strip_suffix(end) {
            return Ok(accounts::by_uri(&federation.core, uri).await?.map(|group| (group, list)));
        }
    }
    Ok(None)
}

/// A steward elsewhere closes a thread of a community of ours.
pub(super) async fn lock(federation: &Federation, said: &Said, actor: &Account) -> Result<()> {
    match said.object() {
        Some(uri) => closes(federation, said, &uri, actor, true).await,
        None => Ok(()),
    }
}

/// A steward elsewhere takes back what they decided.
pub(super) async fn takes_back(
    federation: &Federation,
    said: &Said,
    kind: &str,
    uri: &str,
    actor: &Account,
) -> Result<()> {
    match kind {
        "Lock" => closes(federation, said, uri, actor, false).await,
        _ => removes(federation, said, uri, actor, false).await.map(drop),
    }
}

async fn closes(
    federation: &Federation,
    said: &Said,
    uri: &str,
    actor: &Account,
    locked: bool,
) -> Result<()> {
    let Some((community, story)) = ours(federation, uri).await? else { return Ok(()) };
    let done = moderate::lock(&federation.core, actor, &community, story, locked).await;
    heard(federation, said, &community, done).await.map(drop)
}

/// A steward elsewhere bans somebody from a community of ours, or lifts that. Answers whether it was about one.
pub(super) async fn bans(
    federation: &Federation,
    said: &Said,
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
    heard(federation, said, &community, done).await.map(|_| true)
}

/// The community of ours that a story stands in.
async fn ours(federation: &Federation, uri: &str) -> Result<Option<(Community, StoryId)>> {
    let core = &federation.core;
    let Some(story) = stories::by_uri(core, uri).await? else { return Ok(None) };
    let Some(community) = queries::of_story(core, story).await? else { return Ok(None) };
    Ok(queries::by_id(core, community).await?.map(|community| (community, story)))
}

/// What was decided is passed on to forums. Answers whether it was.
async fn heard(
    federation: &Federation,
    said: &Said,
    community: &Community,
    done: hearth_core::Result<()>,
) -> Result<bool> {
    let heeded = heeded(done)?;
    if heeded {
        relay_decision(federation, &community.account, &said.id, &said.activity).await?;
    }
    Ok(heeded)
}

/// Who is no steward is not heeded, and that is no error. Answers whether it was done.
fn heeded(done: hearth_core::Result<()>) -> Result<bool> {
    match done {
        Ok(()) => Ok(true),
        Err(CoreError::Forbidden(_) | CoreError::NotFound(_) | CoreError::Invalid(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
