//! How the reader stands to other accounts.

use crate::ids::AccountId;
use crate::{Core, Result};

/// One row for each of `others` that exists, in the given order.
pub async fn relationships(core: &Core, viewer: AccountId, others: &[AccountId]) -> Result<Vec<Relationship>> {
    todo!()
}

/// How one account stands to another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact that clients ask for by name")]
pub struct Relationship {
    /// The other one.
    pub id: AccountId,
    /// The reader follows.
    pub following: bool,
    /// The reader sees the other's boosts.
    pub showing_boosts: bool,
    /// The reader is told of each story.
    pub notifying: bool,
    /// Languages the reader limited the follow to.
    pub languages: Vec<String>,
    /// The other follows the reader.
    pub followed_by: bool,
    /// The reader blocks.
    pub blocking: bool,
    /// The other blocks.
    pub blocked_by: bool,
    /// The reader mutes.
    pub muting: bool,
    /// … notifications too.
    pub muting_notifications: bool,
    /// When the mute ends.
    pub muting_expires_at: Option<chrono::DateTime<chrono::Utc>>,
    /// The reader asked to follow.
    pub requested: bool,
    /// The other asked to follow.
    pub requested_by: bool,
    /// The reader blocks the other's server.
    pub host_blocking: bool,
}
