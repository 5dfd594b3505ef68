//! The followee says no, now or later.

use crate::accounts::Account;
use crate::{Core, Result};

/// A local followee rejects a request or removes a follower. Records `FollowRejected`.
pub async fn reject(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    todo!()
}

/// A remote followee rejected or removed a local follower: the follow ends.
pub async fn receive_reject(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    todo!()
}
