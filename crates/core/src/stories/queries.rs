//! Looks stories up by what other servers name them.

use crate::ids::StoryId;
use crate::{Core, Result};

/// The story with this ActivityPub id (or page address); deleted ones are not found.
pub async fn by_uri(core: &Core, uri: &str) -> Result<Option<StoryId>> {
    todo!()
}

/// Whether a tombstone forbids this id.
pub async fn is_buried(core: &Core, uri: &str) -> Result<bool> {
    todo!()
}

/// Replies to a story that anyone may read, by (id, uri), oldest first, after `after`: local and remote ones (for the `replies` collection).
pub async fn open_replies(core: &Core, story: StoryId, after: i64, limit: i64) -> Result<Vec<(StoryId, String)>> {
    todo!()
}

/// Stories of a thread that anyone may read, by (id, uri), oldest first, after `after` (for the `context` collection of a locally rooted thread).
pub async fn open_thread(core: &Core, root: StoryId, after: i64, limit: i64) -> Result<Vec<(StoryId, String)>> {
    todo!()
}

/// Open stories and boosts of a local account, newest first, below `below`, as (entry id, story, boost) (for the outbox).
pub async fn outbox(core: &Core, account: crate::ids::AccountId, below: i64, limit: i64) -> Result<Vec<super::EntryKey>> {
    todo!()
}

/// Notes that the replies of a remote story were fetched now.
pub async fn note_replies_fetched(core: &Core, story: StoryId) -> Result<()> {
    todo!()
}
