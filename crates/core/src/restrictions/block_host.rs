//! Servers a member does not want to read or be read by.

use crate::accounts::Account;
use crate::ids::AccountId;
use crate::{Core, Result};
use crate::page::Page;

/// Blocks a server (and its subdomains are *not* included, as in Mastodon): follows both ways with its accounts end.
pub async fn block_host(core: &Core, account: &Account, host: &str) -> Result<()> {
    todo!()
}

/// Lifts it.
pub async fn unblock_host(core: &Core, account: &Account, host: &str) -> Result<()> {
    todo!()
}

/// Hosts blocked, newest first, with cursors.
pub async fn blocked_hosts(core: &Core, account: AccountId, page: Page) -> Result<Vec<(i64, String)>> {
    todo!()
}
