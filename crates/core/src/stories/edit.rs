//! A story is changed.

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::{Core, Result};
use super::draft::Draft;
use super::receive::RemoteStory;

/// The author changes text, title, notes, sensitivity, language; audience and parent stay. The old version goes into the history. Newly mentioned accounts are added. Records `StoryEdited`.
pub async fn edit(core: &Core, author: &Account, story: StoryId, draft: Draft) -> Result<()> {
    todo!()
}

/// Another server changed a story of its own: applied only if `edited_at` is newer than what is stored; history kept. Records `StoryEditReceived`.
pub async fn receive_edit(core: &Core, remote: RemoteStory) -> Result<()> {
    todo!()
}
