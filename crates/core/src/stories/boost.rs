//! Boosts: passing a story on to one's followers.

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::{Core, Result};
use crate::ids::BoostId;
use super::model::{Audience, Boost};
use chrono::{DateTime, Utc};

/// A member passes a public or unlisted story (or their own followers-only one) on. Again: the same boost. Records `Boosted`.
pub async fn boost(core: &Core, account: &Account, story: StoryId, audience: Audience) -> Result<BoostId> {
    todo!()
}

/// A member takes it back. Records `Unboosted`.
pub async fn unboost(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    todo!()
}

/// A remote account passed a story on (known here by now). Private stories are never boosted. Ignored if `uri` was undone.
pub async fn receive(core: &Core, account: &Account, story: StoryId, uri: &str, audience: Audience, published_at: DateTime<Utc>) -> Result<()> {
    todo!()
}

/// A remote account took a boost back.
pub async fn receive_undo(core: &Core, account: &Account, uri: Option<&str>, story: Option<StoryId>) -> Result<()> {
    todo!()
}

/// A boost with its story id.
pub async fn by_id(core: &Core, id: BoostId) -> Result<(Boost, StoryId)> {
    todo!()
}
