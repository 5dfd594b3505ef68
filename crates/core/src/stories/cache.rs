//! Stories kept in memory as they are shown, since a timeline reads the same ones again and again.

use super::model::StoryView;
use crate::elsewhere::Elsewhere;
use crate::ids::StoryId;
use moka::sync::Cache;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// A bounded cache of what is the same for every reader. Whether somebody may read a story is never cached.
#[derive(Debug)]
pub struct StoryCache {
    kept: Cache<StoryId, Arc<StoryView>>,
    elsewhere: Weak<Elsewhere>,
}

impl StoryCache {
    const WORD: &str = "story";

    /// An empty cache of at most about 16 MB of text, which forgets what changes elsewhere too.
    #[must_use]
    pub fn new(elsewhere: &Arc<Elsewhere>) -> Arc<Self> {
        let weight = |_: &StoryId, view: &Arc<StoryView>| {
            u32::try_from(view.story.content_html.len() + view.story.source.len() + 1_024).unwrap_or(u32::MAX)
        };
        let kept = Cache::builder()
            .weigher(weight)
            .max_capacity(16 << 20)
            .time_to_live(Duration::from_secs(60))
            .build();
        let this = Arc::new(Self { kept, elsewhere: Arc::downgrade(elsewhere) });
        let ear = Arc::clone(&this);
        elsewhere.hear(Self::WORD, move |id| match id {
            Some(id) => ear.kept.invalidate(&StoryId(id)),
            None => ear.kept.invalidate_all(),
        });
        this
    }

    /// The story, if it is in memory.
    #[must_use]
    pub fn get(&self, id: StoryId) -> Option<Arc<StoryView>> {
        self.kept.get(&id)
    }

    /// Keeps a story.
    pub fn put(&self, view: Arc<StoryView>) {
        self.kept.insert(view.story.id, view);
    }

    /// Forgets one story, after it changed; other processes do too.
    pub fn forget(&self, id: StoryId) {
        self.kept.invalidate(&id);
        if let Some(elsewhere) = self.elsewhere.upgrade() {
            elsewhere.say(Self::WORD, id.0);
        }
    }
}
