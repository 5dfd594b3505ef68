//! Keeps home feeds in step with what is told, passed on and followed.

use super::Job;
use crate::{Context, verdict};
use hearth_core::ids::{AccountId, BoostId, StoryId};
use hearth_core::streams::Said;
use hearth_core::timelines::feed;
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};

/// Put a story into the feeds of its author's followers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedStory {
    /// The story.
    pub story: StoryId,
}

impl Message for FeedStory {
    const NAME: &'static str = "feed_story";
    const PRIORITY: i16 = 20;
}

impl Job for FeedStory {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        feed::add_story(&context.core, self.story).await.map_err(|error| verdict::of_core(&error))?;
        context.core.streams.say(Said::Told(self.story));
        Ok(())
    }
}

/// Put a boost into the feeds of the booster's followers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedBoost {
    /// The boost.
    pub boost: BoostId,
}

impl Message for FeedBoost {
    const NAME: &'static str = "feed_boost";
}

impl Job for FeedBoost {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        feed::add_boost(&context.core, self.boost).await.map_err(|error| verdict::of_core(&error))?;
        context.core.streams.say(Said::Boosted(self.boost));
        Ok(())
    }
}

/// Put what somebody newly followed told lately into the follower's feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedFollowee {
    /// Whose feed.
    pub follower: AccountId,
    /// Whose stories.
    pub followee: AccountId,
}

impl Message for FeedFollowee {
    const NAME: &'static str = "feed_followee";
}

impl Job for FeedFollowee {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        feed::add_followee(&context.core, self.follower, self.followee)
            .await
            .map_err(|error| verdict::of_core(&error))
    }
}

/// Take somebody's stories out of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedForget {
    /// Whose feed.
    pub member: AccountId,
    /// Whose stories.
    pub author: AccountId,
}

impl Message for FeedForget {
    const NAME: &'static str = "feed_forget";
}

impl Job for FeedForget {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        feed::remove_author(&context.core, self.member, self.author)
            .await
            .map_err(|error| verdict::of_core(&error))
    }
}
