//! Clears notifications away.

use crate::ids::AccountId;
use crate::{Core, Result};
use crate::ids::NotificationId;

/// Removes one.
pub async fn dismiss(core: &Core, member: AccountId, id: NotificationId) -> Result<()> {
    todo!()
}

/// Removes all.
pub async fn clear(core: &Core, member: AccountId) -> Result<()> {
    todo!()
}
