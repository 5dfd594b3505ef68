//! The feed table behind home timelines: written by reactions, rebuilt when somebody returns.

use crate::ids::AccountId;
use crate::ids::StoryId;
use crate::{Core, Result};
use crate::ids::BoostId;

/// Puts a story into the feeds of its local followers (and its author), for members seen in the last 14 days: one INSERT … SELECT. Replies go only to those who also follow whoever is answered (or are the author, or are answered). Blocks, mutes, host blocks, languages of the follow are respected. Direct stories go to nobody's feed but the author's and those mentioned.
pub async fn add_story(core: &Core, story: StoryId) -> Result<()> {
    todo!()
}

/// Puts a boost into feeds of the booster's local followers who want boosts, unless the story is already among the feed's newest 40.
pub async fn add_boost(core: &Core, boost: BoostId) -> Result<()> {
    todo!()
}

/// Rebuilds one member's feed by one LATERAL query, 400 entries.
pub async fn rebuild(core: &Core, member: AccountId) -> Result<()> {
    todo!()
}

/// Adds the newest 20 entries of a newly followed account to the follower's feed.
pub async fn add_followee(core: &Core, follower: AccountId, followee: AccountId) -> Result<()> {
    todo!()
}

/// Takes an account's entries out of a feed (unfollow, block, mute).
pub async fn remove_author(core: &Core, member: AccountId, author: AccountId) -> Result<()> {
    todo!()
}

/// Trims feeds to 800 entries and empties those of members not seen for 14 days; clock-driven.
pub async fn trim(core: &Core) -> Result<()> {
    todo!()
}
