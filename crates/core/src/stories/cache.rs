//! Stories kept in memory as they are shown, since a timeline reads the same ones again and again.

use super::model::StoryView;
use crate::ids::StoryId;
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;

/// A bounded cache of what is the same for every reader. Whether somebody may read a story is never cached.
#[derive(Debug)]
pub struct StoryCache(Cache<StoryId, Arc<StoryView>>);

impl StoryCache {
    /// An empty cache of at most about 16 MB of text.
    #[must_use]
    pub fn new() -> Self {
        let weight = |_: &StoryId, view: &Arc<StoryView>| {
            u32::try_from(view.story.content_html.len() + view.story.source.len() + 1_024).unwrap_or(u32::MAX)
        };
        Self(
            Cache::builder()
                .weigher(weight)
                .max_capacity(16 << 20)
                .time_to_live(Duration::from_secs(60))
                .build(),
        )
    }

    /// The story, if it is in memory.
    #[must_use]
    pub fn get(&self, id: StoryId) -> Option<Arc<StoryView>> {
        self.0.get(&id)
    }

    /// Keeps a story.
    pub fn put(&self, view: Arc<StoryView>) {
        self.0.insert(view.story.id, view);
    }

    /// Forgets one story, after it changed.
    pub fn forget(&self, id: StoryId) {
        self.0.invalidate(&id);
    }
}

impl Default for StoryCache {
    fn default() -> Self {
        Self::new()
    }
}
