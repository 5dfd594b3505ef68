//! Tells those who listen of what happened to a story.

use super::Job;
use crate::Context;
use hearth_core::ids::StoryId;
use hearth_core::streams::Said;
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};

/// Tell those who listen that a story they may have is another, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    /// The story.
    pub story: StoryId,
    /// What happened to it.
    pub end: End,
}

/// What can happen to a story that somebody has on their screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It changed, or is for others than before.
    Changed,
    /// The same, and it left the public lists.
    Withdrawn,
    /// It was deleted.
    Deleted,
}

impl Message for Stream {
    const NAME: &'static str = "stream";
    const PRIORITY: i16 = 20;
}

impl Job for Stream {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        let streams = &context.core.streams;
        match self.end {
            End::Changed => streams.say(Said::Changed(self.story)),
            End::Deleted => streams.say(Said::Deleted(self.story)),
            End::Withdrawn => {
                streams.say(Said::Changed(self.story));
                streams.say(Said::Withdrawn(self.story));
            }
        }
        Ok(())
    }
}
