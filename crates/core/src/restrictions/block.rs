//! Blocks.

use super::sever::{self, Ended};
use crate::accounts::Account;
use crate::accounts::listed::listed;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::follows::pair;
use crate::heard::answer;
use crate::ids::AccountId;
use crate::page::Page;
use crate::paged;
use crate::schema::blocks;
use crate::undone::{self, Claim, Left};
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A member blocks somebody: follows both ways end, feeds and notifications lose them. Records `Blocked` (and
/// `FollowRejected`/`FollowUndone` for follows that ended with a remote). Nothing if the block stands already.
///
/// # Errors
/// [`Error::Invalid`] for oneself.
pub async fn block(core: &Core, blocker: &Account, blocked: &Account) -> Result<()> {
    if blocker.id == blocked.id {
        return Err(Error::invalid("you cannot block yourself"));
    }
    let uri = core.here.activity_uri("blocks", &core.chance.slug());
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, blocker.id, blocked.id).await?;
        if !insert(core, tx, blocker.id, blocked.id, &uri).await? {
            return Ok(());
        }
        for ended in sever::sever(tx, blocker.id, blocked.id).await? {
            if !blocked.is_local() {
                event::record(core, tx, &ended.told_by(blocker.id)).await?;
            }
        }
        answer::between(tx, blocker.id, blocked.id).await?;
        event::record(core, tx, &Event::Blocked { blocker: blocker.id, blocked: blocked.id }).await
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}

/// A member lifts a block. Records `Unblocked`; nothing if there was none.
///
/// # Errors
/// When Postgres fails.
pub async fn unblock(core: &Core, blocker: &Account, blocked: &Account) -> Result<()> {
    let (blocker, blocked) = (blocker.id, blocked.id);
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let uri = diesel::delete(blocks::table.find((blocker.0, blocked.0)))
            .returning(blocks::uri)
            .get_result::<String>(tx)
            .await
            .optional()?;
        match uri {
            Some(uri) => {
                answer::between(tx, blocker, blocked).await?;
                event::record(core, tx, &Event::Unblocked { blocker, blocked, uri }).await
            }
            None => Ok(()),
        }
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}

/// A remote account blocks a local one: follows both ways end. Ignored if `uri` was undone before.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_block(core: &Core, blocker: &Account, blocked: &Account, uri: &str) -> Result<()> {
    if blocker.is_local() || !blocked.is_local() {
        return Ok(());
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, blocker.id, blocked.id).await?;
        if undone::forbids(core, tx, uri, &blocker.uri).await? {
            return Ok(());
        }
        if !insert(core, tx, blocker.id, blocked.id, uri).await? {
            again(core, tx, blocker.id, blocked.id, uri).await?;
        }
        // Its server knows that the follows are over: it ended them. Ours only have to forget.
        let _: Vec<Ended> = sever::sever(tx, blocker.id, blocked.id).await?;
        Ok::<_, Error>(())
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}

/// A remote account lifted its block. The uri is remembered as undone, in case the Block arrives later.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_unblock(
    core: &Core,
    blocker: &Account,
    blocked: &Account,
    uri: Option<&str>,
) -> Result<()> {
    if blocker.is_local() {
        return Ok(());
    }
    let row = blocks::table.find((blocker.id.0, blocked.id.0));
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, blocker.id, blocked.id).await?;
        let mut met = false;
        if let Some((claim, then)) = claim(tx, blocker.id, blocked.id).await? {
            match claim.undo(uri, core.now() - then) {
                Left::Nothing { met: named } => {
                    met = named;
                    diesel::delete(row).execute(tx).await?;
                }
                Left::Rest(claim) => {
                    met = true;
                    let (newest, earlier) = claim.columns();
                    diesel::update(row)
                        .set((blocks::uri.eq(newest), blocks::earlier.eq(earlier)))
                        .execute(tx)
                        .await?;
                }
                Left::All => {}
            }
        }
        match uri {
            Some(uri) => undone::remember(core, tx, uri, &blocker.uri, met).await,
            None => Ok(()),
        }
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}

/// Accounts blocked, newest first, with cursors.
///
/// # Errors
/// When Postgres fails.
pub async fn blocked(core: &Core, blocker: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    let texts = paged!(
        "SELECT b.id AS cursor, a.* FROM blocks b JOIN accounts a ON a.id = b.blocked_id \
         WHERE b.blocker_id = $1 AND b.id < $2 AND b.id > $3 AND a.gone_at IS NULL",
        "b.id",
        "$4"
    );
    listed(core, blocker, page, texts).await
}

/// Answers whether the block is new.
async fn insert(
    core: &Core,
    tx: &mut Conn,
    blocker: AccountId,
    blocked: AccountId,
    uri: &str,
) -> Result<bool> {
    let written = diesel::insert_into(blocks::table)
        .values((
            blocks::blocker_id.eq(blocker),
            blocks::blocked_id.eq(blocked),
            blocks::uri.eq(uri),
            blocks::id.eq(core.id()),
            blocks::created_at.eq(core.now()),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(written > 0)
}

async fn again(core: &Core, tx: &mut Conn, blocker: AccountId, blocked: AccountId, uri: &str) -> Result<()> {
    let Some((claim, then)) = claim(tx, blocker, blocked).await? else { return Ok(()) };
    let claim = claim.again(uri, core.now() - then);
    let (newest, earlier) = claim.columns();
    diesel::update(blocks::table.find((blocker.0, blocked.0)))
        .set((blocks::uri.eq(newest), blocks::earlier.eq(earlier), blocks::created_at.eq(core.now())))
        .execute(tx)
        .await?;
    Ok(())
}

async fn claim(
    tx: &mut Conn,
    blocker: AccountId,
    blocked: AccountId,
) -> Result<Option<(Claim, DateTime<Utc>)>> {
    let row = blocks::table
        .find((blocker.0, blocked.0))
        .select((blocks::uri, blocks::earlier, blocks::created_at))
        .first::<(String, Vec<String>, DateTime<Utc>)>(tx)
        .await
        .optional()?;
    Ok(row.map(|(uri, earlier, then)| (Claim::new(uri, earlier), then)))
}

/// Id of the Block of this pair, for the outgoing activity.
///
/// # Errors
/// When Postgres fails.
pub async fn uri_of(core: &Core, blocker: AccountId, blocked: AccountId) -> Result<Option<String>> {
    Ok(blocks::table
        .find((blocker.0, blocked.0))
        .select(blocks::uri)
        .first(&mut *core.db.conn().await?)
        .await
        .optional()?)
}
