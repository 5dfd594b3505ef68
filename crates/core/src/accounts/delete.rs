//! A member leaves for good.

use crate::accounts::Account;
use crate::{Core, Result};

/// Deletes a local account: stories become tombstones, follows end, tokens are revoked, `AccountDeleted` is recorded; name stays taken, actor answers 410.
pub async fn delete(core: &Core, account: &Account) -> Result<()> {
    todo!()
}
