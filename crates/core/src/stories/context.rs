//! The thread around a story: what it answers and what answers it.

use crate::ids::StoryId;
use crate::ids::AccountId;
use crate::{Core, Result};
use super::model::Entry;

/// Ancestors (root first) and descendants (depth first, oldest first; at most 4,096 for members, 60 with depth 20 for strangers) that the viewer may read and wants to meet.
pub async fn context(core: &Core, viewer: AccountId, story: StoryId) -> Result<Context> {
    todo!()
}

/// The thread around a story.
#[derive(Debug, Clone)]
pub struct Context {
    /// What it answers, root first.
    pub ancestors: Vec<Entry>,
    /// What answers it, depth first.
    pub descendants: Vec<Entry>,
}
