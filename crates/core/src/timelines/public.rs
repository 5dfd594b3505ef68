//! The public timeline.

use crate::ids::AccountId;
use crate::{Core, Result};
use crate::page::Page;
use crate::stories::Entry;

/// Public top-level stories of all known servers, of this one (`Reach::Here`; members also see local-only ones) or of the others.
pub async fn public(core: &Core, viewer: AccountId, reach: Reach, only_media: bool, page: Page) -> Result<Vec<Entry>> {
    todo!()
}

/// Whose stories a public timeline holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's.
    Everywhere,
    /// This server's.
    Here,
    /// Other servers'.
    Elsewhere,
}
