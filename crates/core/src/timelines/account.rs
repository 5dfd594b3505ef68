//! What one account told and passed on.

use crate::ids::AccountId;
use crate::{Core, Result};
use crate::page::Page;
use crate::stories::Entry;

/// Newest first, for this viewer.
pub async fn account(core: &Core, viewer: AccountId, account: AccountId, wanted: Wanted, page: Page) -> Result<Vec<Entry>> {
    todo!()
}

/// Which stories of an account.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Without replies to others.
    pub exclude_replies: bool,
    /// Without boosts.
    pub exclude_boosts: bool,
    /// With media only.
    pub only_media: bool,
    /// Featured ones only.
    pub pinned: bool,
    /// With this hashtag only.
    pub tag: Option<String>,
}
