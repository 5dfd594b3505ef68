//! Writes notifications; called by reactions, each once however often it runs.

use crate::ids::AccountId;
use crate::ids::StoryId;
use crate::{Core, Result};
use super::model::NotificationKind;
use crate::ids::BoostId;

/// Those a story names or answers (local, may read it, do not block or mute the author or the author's server), and those who follow its author with a bell.
pub async fn of_story(core: &Core, story: StoryId) -> Result<()> {
    todo!()
}

/// Local accounts that passed on a story which was changed.
pub async fn of_edit(core: &Core, story: StoryId) -> Result<()> {
    todo!()
}

/// The author of a liked story.
pub async fn of_favourite(core: &Core, account: AccountId, story: StoryId) -> Result<()> {
    todo!()
}

/// The author of a boosted story.
pub async fn of_boost(core: &Core, boost: BoostId) -> Result<()> {
    todo!()
}

/// The followee of a follow or a request (`kind` says which).
pub async fn of_follow(core: &Core, follower: AccountId, followee: AccountId, kind: NotificationKind) -> Result<()> {
    todo!()
}

/// A local follower learns nothing when accepted (as in Mastodon); withdrawn requests, likes and boosts take their notification with them.
pub async fn withdraw(core: &Core, to: AccountId, kind: NotificationKind, from: AccountId, story: Option<StoryId>) -> Result<()> {
    todo!()
}
