//! The followee says no, now or later.

use super::end::end;
use super::pair;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::AccountId;
use crate::{Core, Result};
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
    conn.transaction(async |tx| refuse_in(core, tx, followee, follower).await).await.map(drop)
}

/// Ends a follow in the followee's name, in the caller's transaction; answers whether there was one.
pub(crate) async fn refuse_in(
    core: &Core,
    tx: &mut Conn,
    followee: AccountId,
    follower: AccountId,
) -> Result<bool> {
    pair::lock(tx, follower, followee).await?;
    let Some(uri) = end(tx, follower, followee).await? else { return Ok(false) };
    event::record(core, tx, &Event::FollowRejected { follower, followee, uri }).await?;
    Ok(true)
}
