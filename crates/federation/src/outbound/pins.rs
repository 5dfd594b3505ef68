//! Stories put on a profile and taken off it.

use super::sending::{A_WEEK, LAST, Reach, Sending};
use super::{account, outward};
use crate::objects::context::Context;
use crate::objects::{Document, activity};
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::ids::{AccountId, StoryId};

/// `Add` to the featured collection.
pub(super) async fn pinned(
    federation: &Federation,
    id: AccountId,
    story: StoryId,
) -> Result<Option<Sending>> {
    changed(federation, "adds", id, story, activity::feature).await
}

/// `Remove` from it.
pub(super) async fn unpinned(
    federation: &Federation,
    id: AccountId,
    story: StoryId,
) -> Result<Option<Sending>> {
    changed(federation, "removes", id, story, activity::unfeature).await
}

async fn changed(
    federation: &Federation,
    kind: &'static str,
    id: AccountId,
    story: StoryId,
    document: impl Fn(&str, &Account, &str) -> Document,
) -> Result<Option<Sending>> {
    let Some(account) = account(federation, id).await?.filter(|account| account.is_local()) else {
        return Ok(None);
    };
    let open = outward(federation, story).await?.filter(|story| story.view().story.audience.is_open());
    let Some(story) = open else { return Ok(None) };
    let story = &story.view().story;
    // A story can be put there again after it was taken off, so the id cannot follow from the two of them.
    let uri = federation.core.here.activity_uri(kind, &federation.core.chance.slug());
    let reach = Reach { followers_of: Some(id), wide: LAST, ..Reach::default() };
    let sending = Sending::new(kind, id, document(&uri, &account, &story.uri), Context::Plain, reach);
    Ok(Some(sending.in_order(&story.uri, A_WEEK)))
}
