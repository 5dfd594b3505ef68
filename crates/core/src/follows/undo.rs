//! The follower leaves.

use super::end::end;
use super::pair;
use crate::accounts::Account;
use crate::event::{self, Event};
use crate::ids::AccountId;
use crate::schema::follows;
use crate::undone::{self, Claim, Left};
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A local follower unfollows or withdraws. Records `FollowUndone`; nothing if there was no follow.
///
/// # Errors
/// When Postgres fails.
pub async fn undo(core: &Core, follower: &Account, followee: &Account) -> Result<()> {
    let (follower, followee) = (follower.id, followee.id);
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, follower, followee).await?;
        leave(core, tx, follower, followee).await
    })
    .await?;
    // Whom one does not follow stands on no list, and is read apart no more.
    core.standings.forget_all();
    Ok(())
}

/// A remote follower unfollowed. The uri is remembered as undone, in case the Follow arrives later. A second Follow
/// that overtook this Undo stays; `uri` `None` undoes whatever there is.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_undo(
    core: &Core,
    follower: &Account,
    followee: &Account,
    uri: Option<&str>,
) -> Result<()> {
    if follower.is_local() {
        return Ok(());
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, follower.id, followee.id).await?;
        let row = follows::table.find((follower.id.0, followee.id.0));
        let known = row
            .select((follows::uri, follows::earlier, follows::created_at))
            .first::<(String, Vec<String>, DateTime<Utc>)>(tx)
            .await
            .optional()?;
        let mut met = known.is_some();
        if let Some((newest, earlier, then)) = known {
            match Claim::new(newest, earlier).undo(uri, core.now() - then) {
                Left::Nothing { met: named } => {
                    met = named;
                    leave(core, tx, follower.id, followee.id).await?;
                }
                Left::Rest(claim) => {
                    let (newest, earlier) = claim.columns();
                    diesel::update(row)
                        .set((follows::uri.eq(newest), follows::earlier.eq(earlier)))
                        .execute(tx)
                        .await?;
                }
                Left::All => met = false,
            }
        }
        match uri {
            Some(uri) => undone::remember(core, tx, uri, &follower.uri, met).await,
            None => Ok(()),
        }
    })
    .await
}

/// Ends a follow in the follower's name, in the caller's transaction.
pub(crate) async fn leave(
    core: &Core,
    tx: &mut crate::db::Conn,
    follower: AccountId,
    followee: AccountId,
) -> Result<()> {
    if let Some(uri) = end(tx, follower, followee).await? {
        event::record(core, tx, &Event::FollowUndone { follower, followee, uri }).await?;
    }
    Ok::<_, Error>(())
}
