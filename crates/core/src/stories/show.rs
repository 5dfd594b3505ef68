//! Shows one story to one reader.

use crate::ids::StoryId;
use crate::ids::AccountId;
use crate::{Core, Result};
use super::model::{Entry, StoryView};
use std::sync::Arc;

/// The story, if the reader may read it. `viewer` 0 (`AccountId(0)`) is somebody unknown.
/// 
/// # Errors
/// [`crate::Error::NotFound`], whether it is missing or hidden.
pub async fn show(core: &Core, viewer: AccountId, story: StoryId) -> Result<Entry> {
    todo!()
}

/// The boost or story with this id, as a list entry (clients show boosts by their own id).
pub async fn show_entry(core: &Core, viewer: AccountId, id: i64) -> Result<Entry> {
    todo!()
}

/// A local story by author name and slug, for pages and ActivityPub documents; same rule.
/// 
/// # Errors
/// [`crate::Error::Gone`] for a deleted one that was open, NotFound otherwise.
pub async fn show_at(core: &Core, viewer: AccountId, author: &str, slug: &str) -> Result<Entry> {
    todo!()
}

/// A story without asking who reads: for reactions that decide the audience themselves (delivery, feed). Deleted ones included.
pub async fn load(core: &Core, story: StoryId) -> Result<Option<Arc<StoryView>>> {
    todo!()
}
