//! What a member is.

use crate::ids::AccountId;
use crate::{Core, Result};
use crate::stories::Audience;

/// The member behind a local account.
pub async fn by_account(core: &Core, account: AccountId) -> Result<Option<Member>> {
    todo!()
}

/// Remembers the audience a member chose.
pub async fn remember_audience(core: &Core, account: AccountId, audience: Audience) -> Result<()> {
    todo!()
}

/// What a member may do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i16)]
pub enum Role {
    /// Tells and reads stories.
    Member = 0,
    /// Also looks after reports and accounts.
    Moderator = 1,
    /// Runs the server.
    Owner = 2,
}

/// A member.
#[derive(Debug, Clone)]
pub struct Member {
    /// The account.
    pub account_id: AccountId,
    /// What they may do.
    pub role: Role,
    /// Audience of a story that names none. `None`: not asked yet, which means followers.
    pub default_audience: Option<Audience>,
    /// BCP 47 tag.
    pub default_language: Option<String>,
    /// Cover media by default.
    pub default_sensitive: bool,
}
