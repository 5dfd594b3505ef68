//! Communities of other servers tell what their stewards decided. They are believed of what stands in them, and of
//! nothing else.

use super::Said;
use crate::origin::reading::{id, kind, text, time};
use crate::resolve::{Freshness, account_within, story_within};
use crate::{Federation, Result};
use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::communities::{abroad, elsewhere};
use hearth_core::ids::StoryId;
use hearth_core::stories::{pin, queries as stories};
use serde_json::Value;

/// What `group` says that one of its stewards decided, or (`holds` false) took back.
pub(super) async fn decided(
    federation: &Federation,
    said: &Said,
    activity: &Value,
    group: &Account,
    holds: bool,
) -> Result<()> {
    let core = &federation.core;
    let Some(uri) = id(activity, "object") else { return Ok(()) };
    match kind(activity) {
        // Without a summary it is the author's own word, which was looked up where they live.
        "Delete" if text(activity, "summary").is_some() || !holds => match known(federation, &uri).await? {
            Some(story) => Ok(elsewhere::removed(core, group, story, holds).await?),
            None => Ok(()),
        },
        "Lock" => match known(federation, &uri).await? {
            Some(story) => Ok(elsewhere::locked(core, group, story, holds).await?),
            None => Ok(()),
        },
        "Block" if id(activity, "target").as_deref() == Some(&group.uri) => {
            let ban = holds.then(|| abroad::Ban {
                until: time(activity, "endTime").or_else(|| time(activity, "expires")),
                reason: text(activity, "summary").unwrap_or_default().to_owned(),
            });
            match accounts::by_uri(core, &uri).await? {
                Some(whom) => Ok(abroad::bans(core, group, &whom, ban).await?),
                None => Ok(()),
            }
        }
        "Add" | "Remove" => listed(federation, said, activity, group, &uri, holds).await,
        _ => Ok(()),
    }
}

/// Something was put on a list of the community, or taken off.
async fn listed(
    federation: &Federation,
    said: &Said,
    activity: &Value,
    group: &Account,
    uri: &str,
    added: bool,
) -> Result<()> {
    let core = &federation.core;
    let Some(target) = id(activity, "target") else { return Ok(()) };
    if group.endpoints.featured.as_ref() == Some(&target) {
        let story = match known(federation, uri).await? {
            None if added => story_within(federation, uri, &said.budget).await?,
            found => found,
        };
        return match story {
            Some(story) => Ok(pin::receive(core, group, story, added).await?),
            None => Ok(()),
        };
    }
    if target != format!("{}/moderators", group.uri) {
        return Ok(());
    }
    match account_within(federation, uri, Freshness::Known, &said.budget).await? {
        Some(who) => Ok(abroad::steward(core, group, &who, added).await?),
        None => Ok(()),
    }
}

async fn known(federation: &Federation, uri: &str) -> Result<Option<StoryId>> {
    Ok(stories::by_uri(&federation.core, uri).await?)
}
