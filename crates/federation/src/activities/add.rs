//! Somebody elsewhere features a story on their profile, or takes it off.

use super::{Said, community};
use crate::origin::reading::id;
use crate::resolve::story_within;
use crate::{Federation, Result};
use hearth_core::accounts::Account;
use hearth_core::stories::{pin, queries, relevance};

pub(super) async fn receive(
    federation: &Federation,
    said: &Said,
    actor: &Account,
    added: bool,
) -> Result<()> {
    let core = &federation.core;
    let Some(target) = id(&said.activity, "target") else { return Ok(()) };
    if actor.endpoints.featured.as_ref() != Some(&target) {
        return community::lists(federation, said, actor, &target, added).await.map(drop);
    }
    let Some(uri) = said.object() else { return Ok(()) };
    let mut story = queries::by_uri(core, &uri).await?;
    if story.is_none() && added && relevance::has_follower_here(core, actor.id).await? {
        story = story_within(federation, &uri, &said.budget).await?;
    }
    match story {
        Some(story) => Ok(pin::receive(core, actor, story, added).await?),
        None => Ok(()),
    }
}
