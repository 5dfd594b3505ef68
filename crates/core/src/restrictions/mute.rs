//! Mutes, for ever or for a time.

use crate::accounts::Account;
use crate::accounts::listed::{ListedRow, bounded, in_order};
use crate::ids::AccountId;
use crate::page::Page;
use crate::paged;
use crate::schema::mutes;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;

/// Mutes; `duration` ends it by itself. Again changes it. What the feed holds stays there and is left out on reading,
/// so that nothing is missing when the mute ends.
///
/// # Errors
/// [`Error::Invalid`] for oneself and for durations that are over before they begin or never end.
pub async fn mute(
    core: &Core,
    muter: &Account,
    muted: &Account,
    notifications: bool,
    duration: Option<TimeDelta>,
) -> Result<()> {
    if muter.id == muted.id {
        return Err(Error::invalid("you cannot mute yourself"));
    }
    let expires_at = match duration {
        None => None,
        Some(duration) if duration <= TimeDelta::zero() => {
            return Err(Error::invalid("a mute must last at least a moment"));
        }
        Some(duration) => Some(
            core.now()
                .checked_add_signed(duration)
                .ok_or_else(|| Error::invalid("a mute cannot last that long"))?,
        ),
    };
    let wanted = (mutes::notifications.eq(notifications), mutes::expires_at.eq(expires_at));
    let mut conn = core.db.conn().await?;
    diesel::insert_into(mutes::table)
        .values((
            mutes::muter_id.eq(muter.id),
            mutes::muted_id.eq(muted.id),
            wanted,
            mutes::id.eq(core.id()),
            mutes::created_at.eq(core.now()),
        ))
        .on_conflict((mutes::muter_id, mutes::muted_id))
        .do_update()
        .set(wanted)
        .execute(&mut conn)
        .await?;
    core.standings.forget_all();
    Ok(())
}

/// Lifts a mute.
///
/// # Errors
/// When Postgres fails.
pub async fn unmute(core: &Core, muter: &Account, muted: &Account) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(mutes::table.find((muter.id.0, muted.id.0))).execute(&mut conn).await?;
    core.standings.forget_all();
    Ok(())
}

/// Accounts muted, newest first, with cursors.
///
/// # Errors
/// When Postgres fails.
pub async fn muted(core: &Core, muter: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    let texts = paged!(
        "SELECT m.id AS cursor, a.* FROM mutes m JOIN accounts a ON a.id = m.muted_id \
         WHERE m.muter_id = $1 AND m.id < $2 AND m.id > $3 AND a.gone_at IS NULL \
         AND (m.expires_at IS NULL OR m.expires_at > $5)",
        "m.id",
        "$4"
    );
    let mut conn = core.db.conn().await?;
    let rows =
        bounded(muter, page, texts).bind::<Timestamptz, _>(core.now()).load::<ListedRow>(&mut conn).await?;
    Ok(in_order(page, rows))
}

/// Lifts the mutes whose time is over; clock-driven. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn lift_expired(core: &Core) -> Result<usize> {
    let mut conn = core.db.conn().await?;
    let lifted =
        diesel::delete(mutes::table.filter(mutes::expires_at.le(core.now()))).execute(&mut conn).await?;
    if lifted > 0 {
        core.standings.forget_all();
    }
    Ok(lifted)
}
