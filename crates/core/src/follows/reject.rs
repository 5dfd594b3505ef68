//! The followee says no, now or later.

use super::end::end;
use super::pair;
use crate::accounts::Account;
use crate::event::{self, Event};
use crate::{Core, Error, Result};
use diesel_async::AsyncConnection as _;

/// A local followee rejects a request or removes a follower. Records `FollowRejected`; nothing if there was no follow.
///
/// # Errors
/// When Postgres fails.
pub async fn reject(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    refuse(core, followee, follower).await
}

/// A remote followee rejected or removed a local follower: the follow ends.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_reject(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    if followee.is_local() || !follower.is_local() {
        return Ok(());
    }
    refuse(core, followee, follower).await
}

async fn refuse(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    let (follower, followee) = (follower.id, followee.id);
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, follower, followee).await?;
        if let Some(uri) = end(tx, follower, followee).await? {
            event::record(core, tx, &Event::FollowRejected { follower, followee, uri }).await?;
        }
        Ok::<_, Error>(())
    })
    .await
}
