//! Accounts move between servers (FEP-7628).

use crate::accounts::Account;
use crate::{Core, Result};

/// A local account moves to `target`, whose `also_known_as` must name it; at most once in 7 days. Records `AccountMoved`.
pub async fn move_away(core: &Core, account: &Account, target: &Account) -> Result<()> {
    todo!()
}

/// A remote (or local) account says it moved to `target` (already refreshed, its `also_known_as` names it): sets moved_to, records `MoveReceived`. At most once in 7 days, never in a loop.
pub async fn receive_move(core: &Core, account: &Account, target: &Account) -> Result<()> {
    todo!()
}

/// Local followers of `account` that do not yet follow `target` (for the reaction to `MoveReceived`).
pub async fn followers_to_move(core: &Core, account: crate::ids::AccountId, target: crate::ids::AccountId) -> Result<Vec<Account>> {
    todo!()
}
