//! Writes the notifications that follow from an event.

use super::Job;
use crate::{Context, verdict};
use hearth_core::ids::{AccountId, BoostId, StoryId};
use hearth_core::notifications::{NotificationKind, notify};
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};

/// Notify those a story names or answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyStory {
    /// The story.
    pub story: StoryId,
}

impl Message for NotifyStory {
    const NAME: &'static str = "notify_story";
    const PRIORITY: i16 = 20;
}

impl Job for NotifyStory {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        notify::of_story(&context.core, self.story).await.map_err(|error| verdict::of_core(&error))
    }
}

/// Notify those who passed on a story that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyEdit {
    /// The story.
    pub story: StoryId,
}

impl Message for NotifyEdit {
    const NAME: &'static str = "notify_edit";
}

impl Job for NotifyEdit {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        notify::of_edit(&context.core, self.story).await.map_err(|error| verdict::of_core(&error))
    }
}

/// Notify those who made or answered a poll that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyPoll {
    /// The story that asks.
    pub story: StoryId,
}

impl Message for NotifyPoll {
    const NAME: &'static str = "notify_poll";
}

impl Job for NotifyPoll {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        notify::of_poll(&context.core, self.story).await.map_err(|error| verdict::of_core(&error))
    }
}

/// Notify the author of a liked story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyFavourite {
    /// Who likes it.
    pub account: AccountId,
    /// The story.
    pub story: StoryId,
}

impl Message for NotifyFavourite {
    const NAME: &'static str = "notify_favourite";
}

impl Job for NotifyFavourite {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        notify::of_favourite(&context.core, self.account, self.story)
            .await
            .map_err(|error| verdict::of_core(&error))
    }
}

/// Notify the author of a boosted story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyBoost {
    /// The boost.
    pub boost: BoostId,
}

impl Message for NotifyBoost {
    const NAME: &'static str = "notify_boost";
}

impl Job for NotifyBoost {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        notify::of_boost(&context.core, self.boost).await.map_err(|error| verdict::of_core(&error))
    }
}

/// Notify somebody who was followed, or asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyFollow {
    /// Who follows or asks.
    pub follower: AccountId,
    /// Who is told.
    pub followee: AccountId,
    /// It holds already.
    pub accepted: bool,
}

impl Message for NotifyFollow {
    const NAME: &'static str = "notify_follow";
}

impl Job for NotifyFollow {
    async fn run(self, context: Context) -> Result<(), Verdict> {
        let kind = if self.accepted { NotificationKind::Follow } else { NotificationKind::FollowRequest };
        notify::of_follow(&context.core, self.follower, self.followee, kind)
            .await
            .map_err(|error| verdict::of_core(&error))
    }
}
