//! Mutes, for ever or for a time.

use crate::accounts::Account;
use crate::ids::AccountId;
use crate::{Core, Result};
use crate::page::Page;
use chrono::TimeDelta;

/// Mutes; `duration` ends it by itself. Again changes it.
pub async fn mute(core: &Core, muter: &Account, muted: &Account, notifications: bool, duration: Option<TimeDelta>) -> Result<()> {
    todo!()
}

/// Lifts a mute.
pub async fn unmute(core: &Core, muter: &Account, muted: &Account) -> Result<()> {
    todo!()
}

/// Accounts muted, newest first, with cursors.
pub async fn muted(core: &Core, muter: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    todo!()
}

/// Lifts the mutes whose time is over; clock-driven.
pub async fn lift_expired(core: &Core) -> Result<usize> {
    todo!()
}
