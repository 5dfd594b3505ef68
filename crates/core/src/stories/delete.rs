//! A story is deleted; a tombstone stays.

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::{Core, Result};

/// The author deletes: content is wiped, the row stays as a tombstone (thread holds together), feeds, notifications, pins, boosts, favourites go. Records `StoryDeleted`.
pub async fn delete(core: &Core, author: &Account, story: StoryId) -> Result<()> {
    todo!()
}

/// Another server deleted `uri`, which belongs to `author`: as above, records `StoryDeletionReceived`; if unknown, the tombstone alone is kept so that a late Create has no effect. `uri` of somebody else: nothing.
pub async fn receive_deletion(core: &Core, author: &Account, uri: &str) -> Result<()> {
    todo!()
}
