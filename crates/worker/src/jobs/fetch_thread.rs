//! Fetches what a story from elsewhere answers, so that the thread is whole here up to its top.

use super::Job;
use crate::{Context, verdict};
use hearth_core::ids::StoryId;
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};

/// Fetch what a story answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchThread {
    /// The story.
    pub story: StoryId,
}

impl Message for FetchThread {
    const NAME: &'static str = "fetch_thread";
    // Comfort, not duty: people's own acts go first.
    const PRIORITY: i16 = -10;
    const MAX_ATTEMPTS: i32 = 4;

    fn unique_key(&self) -> Option<String> {
        Some(self.story.to_string())
    }
}

impl Job for FetchThread {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        hearth_federation::resolve::ancestors(&context.federation, self.story)
            .await
            .map_err(|error| verdict::of_federation(&error))
    }
}
