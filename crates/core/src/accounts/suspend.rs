//! The people who run the server suspend an account, or lift it.

use crate::accounts::Account;
use crate::{Core, Result};

/// Suspends: nothing it said is shown, nothing it does has effect, tokens are revoked. A local account says goodbye to other servers (`AccountDeleted` is *not* recorded: it can come back; its actor document answers 410 meanwhile).
pub async fn suspend(core: &Core, account: &Account) -> Result<()> {
    todo!()
}

/// Lifts a suspension.
pub async fn unsuspend(core: &Core, account: &Account) -> Result<()> {
    todo!()
}
