//! The followee says yes.

use crate::accounts::Account;
use crate::{Core, Result};

/// A local followee accepts a request. Records `FollowAccepted`.
/// 
/// # Errors
/// [`crate::Error::NotFound`] when there is no request.
pub async fn accept(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    todo!()
}

/// A remote followee accepted: only if that follow was really asked for (by `uri`, or by the pair when the peer embedded the Follow without a usable id). Otherwise nothing.
pub async fn receive_accept(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    todo!()
}
