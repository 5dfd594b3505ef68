//! The followee says yes.

use crate::accounts::Account;
use crate::communities::membership;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::AccountId;
use crate::schema::follows;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A local followee accepts a request. Records `FollowAccepted`.
///
/// # Errors
/// [`Error::NotFound`] when there is no request.
pub async fn accept(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    if hold(core, followee, follower).await? { Ok(()) } else { Err(Error::NotFound("follow request")) }
}

/// A remote followee accepted: only if that follow was really asked for by somebody here. Otherwise nothing.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_accept(core: &Core, followee: &Account, follower: &Account) -> Result<()> {
    // Nobody else's word makes an account of ours accept (CVE-2025-30741).
    if !followee.is_local() && followee.is_active() && follower.is_local() {
        hold(core, followee, follower).await?;
    }
    Ok(())
}

async fn hold(core: &Core, followee: &Account, follower: &Account) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| hold_in(core, tx, followee.id, follower.id).await).await
}

/// Accepts in the caller's transaction; answers whether there was a request.
pub(crate) async fn hold_in(
    core: &Core,
    tx: &mut Conn,
    followee: AccountId,
    follower: AccountId,
) -> Result<bool> {
    let waiting = follows::table.find((follower.0, followee.0)).filter(follows::accepted_at.is_null());
    let held = diesel::update(waiting).set(follows::accepted_at.eq(Some(core.now()))).execute(tx).await? > 0;
    if held {
        membership::follow_changed(core, tx, follower, followee).await?;
        event::record(core, tx, &Event::FollowAccepted { follower, followee }).await?;
    }
    Ok(held)
}
