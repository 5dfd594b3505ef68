//! Blocks.

use crate::accounts::Account;
use crate::ids::AccountId;
use crate::{Core, Result};
use crate::page::Page;

/// A member blocks somebody: follows both ways end, feeds and notifications lose them. Records `Blocked` (and `FollowRejected`/`FollowUndone` for follows that ended with a remote).
pub async fn block(core: &Core, blocker: &Account, blocked: &Account) -> Result<()> {
    todo!()
}

/// A member lifts a block. Records `Unblocked`.
pub async fn unblock(core: &Core, blocker: &Account, blocked: &Account) -> Result<()> {
    todo!()
}

/// A remote account blocks a local one.
pub async fn receive_block(core: &Core, blocker: &Account, blocked: &Account, uri: &str) -> Result<()> {
    todo!()
}

/// A remote account lifted its block.
pub async fn receive_unblock(core: &Core, blocker: &Account, blocked: &Account, uri: Option<&str>) -> Result<()> {
    todo!()
}

/// Accounts blocked, newest first, with cursors.
pub async fn blocked(core: &Core, blocker: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    todo!()
}
