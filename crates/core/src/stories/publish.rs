//! A member tells a story or replies.

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::{Core, Result};
use super::draft::Draft;
use crate::accounts::Handle;

/// Publishes `draft` as `author` and records `StoryPublished`. Mentions are those of [`mentioned`] that are known by now (the caller resolves unknown remote handles first: no network here). The parent must be visible to the author. A reply to a narrower story is never wider than it. Idempotency: the same key within an hour answers the same story.
pub async fn publish(core: &Core, author: &Account, draft: Draft) -> Result<StoryId> {
    todo!()
}

/// The handles a draft names, so that the caller can have unknown ones looked up before publishing.
pub fn mentioned(core: &Core, draft: &Draft) -> Vec<Handle> {
    todo!()
}
