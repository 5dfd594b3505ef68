//! Earlier versions of a story.

use crate::ids::StoryId;
use crate::ids::AccountId;
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use crate::accounts::Emoji;

/// All versions, oldest first, the present one last. The viewer must be allowed to read the story.
pub async fn history(core: &Core, viewer: AccountId, story: StoryId) -> Result<Vec<Version>> {
    todo!()
}

/// A version of a story.
#[derive(Debug, Clone)]
pub struct Version {
    /// Title.
    pub title: String,
    /// Sanitised HTML.
    pub content_html: String,
    /// Content notes.
    pub summary: String,
    /// Media covered.
    pub sensitive: bool,
    /// Custom emoji.
    pub emojis: Vec<Emoji>,
    /// When this version was published.
    pub at: DateTime<Utc>,
}
