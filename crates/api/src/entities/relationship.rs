//! `Relationship`.

use super::time::Stamp;
use hearth_core::accounts::relationship;
use hearth_core::ids::AccountId;
use serde::Serialize;

/// How the reader stands to an account.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the entity has them")]
pub(crate) struct Relationship {
    id: AccountId,
    following: bool,
    showing_reblogs: bool,
    notifying: bool,
    languages: Option<Vec<String>>,
    followed_by: bool,
    blocking: bool,
    blocked_by: bool,
    muting: bool,
    muting_notifications: bool,
    muting_expires_at: Option<Stamp>,
    requested: bool,
    requested_by: bool,
    domain_blocking: bool,
    endorsed: bool,
    note: String,
}

impl From<relationship::Relationship> for Relationship {
    fn from(one: relationship::Relationship) -> Self {
        Self {
            id: one.id,
            following: one.following,
            showing_reblogs: one.showing_boosts,
            notifying: one.notifying,
            languages: Some(one.languages).filter(|languages| !languages.is_empty()),
            followed_by: one.followed_by,
            blocking: one.blocking,
            blocked_by: one.blocked_by,
            muting: one.muting,
            muting_notifications: one.muting_notifications,
            muting_expires_at: one.muting_expires_at.map(Stamp),
            requested: one.requested,
            requested_by: one.requested_by,
            domain_blocking: one.host_blocking,
            endorsed: one.endorsed,
            note: one.note,
        }
    }
}
