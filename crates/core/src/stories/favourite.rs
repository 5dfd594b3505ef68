//! Likes: acts, never counts.

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::ids::AccountId;
use crate::{Core, Result};

/// A member likes a story they may read. Again: nothing. Records `Favourited`.
pub async fn favourite(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    todo!()
}

/// A member takes it back. Records `Unfavourited`.
pub async fn unfavourite(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    todo!()
}

/// A remote account likes a local story, maybe with an emoji (`content`). Ignored unless it may read it, or if `uri` was undone.
pub async fn receive(core: &Core, account: &Account, story: StoryId, uri: &str, content: Option<&str>) -> Result<()> {
    todo!()
}

/// A remote account took a like back, named by its uri and, where known, the story.
pub async fn receive_undo(core: &Core, account: &Account, uri: Option<&str>, story: Option<StoryId>) -> Result<()> {
    todo!()
}

/// Id of the Like of this pair, for the outgoing activity.
pub async fn uri_of(core: &Core, account: AccountId, story: StoryId) -> Result<Option<String>> {
    todo!()
}

/// Who likes a story: names for its author alone; for anyone else an empty list.
pub async fn by(core: &Core, viewer: AccountId, story: StoryId) -> Result<Vec<Account>> {
    todo!()
}
