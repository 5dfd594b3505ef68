//! The follower leaves.

use crate::accounts::Account;
use crate::{Core, Result};

/// A local follower unfollows or withdraws. Records `FollowUndone`; nothing if there was no follow.
pub async fn undo(core: &Core, follower: &Account, followee: &Account) -> Result<()> {
    todo!()
}

/// A remote follower unfollowed. The uri is remembered as undone, in case the Follow arrives later.
pub async fn receive_undo(core: &Core, follower: &Account, followee: &Account, uri: Option<&str>) -> Result<()> {
    todo!()
}
