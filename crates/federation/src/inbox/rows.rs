//! The rows of arrivals: claimed in order, finished, put back, parked, pruned.

use crate::{Federation, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Core;
use hearth_core::schema::arrivals;
use hearth_core::sql::sql;

/// How long one arrival may be worked on before another worker takes it.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// How long an id is remembered after its arrival was done.
const MEMORY: TimeDelta = TimeDelta::days(30);

/// An arrival that is worked on.
#[derive(Debug, Clone, QueryableByName)]
pub(super) struct Claimed {
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = Text)]
    pub(super) activity_uri: String,
    #[diesel(sql_type = Text)]
    pub(super) actor_uri: String,
    #[diesel(sql_type = Text)]
    pub(super) signer_uri: String,
    #[diesel(sql_type = Binary)]
    pub(super) body: Vec<u8>,
    #[diesel(sql_type = SmallInt)]
    pub(super) attempts: i16,
}

/// Claims up to `limit` arrivals that are due, oldest first, none of an actor in `busy` or under way elsewhere, so
/// that what one actor did is worked off in order.
pub(super) async fn claim(core: &Core, busy: &[String], limit: i64) -> Result<Vec<Claimed>> {
    let now = core.now();
    let mut conn = core.db.conn().await.map_err(crate::Error::from)?;
    let mut rows: Vec<Claimed> = sql(
        "UPDATE arrivals SET lease_until = $2, attempts = attempts + 1 WHERE id IN ( \
           SELECT a.id FROM arrivals a WHERE a.done_at IS NULL AND a.parked_at IS NULL AND a.run_at <= $1 \
             AND (a.lease_until IS NULL OR a.lease_until <= $1) AND a.actor_uri <> ALL ($3) \
           ORDER BY a.run_at, a.id LIMIT $4 FOR UPDATE SKIP LOCKED) \
         RETURNING id, activity_uri, actor_uri, signer_uri, body, attempts",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + LEASE)
    .bind::<Array<Text>, _>(busy)
    .bind::<BigInt, _>(limit)
    .load(&mut conn)
    .await
    .map_err(hearth_core::Error::from)?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Marks arrivals done; their bodies go, their ids stay.
pub(super) async fn finish(core: &Core, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut conn = core.db.conn().await.map_err(crate::Error::from)?;
    sql("UPDATE arrivals SET done_at = $1, body = NULL, lease_until = NULL WHERE id = ANY ($2)")
        .bind::<Timestamptz, _>(core.now())
        .bind::<Array<BigInt>, _>(ids)
        .execute(&mut conn)
        .await
        .map_err(hearth_core::Error::from)?;
    Ok(())
}

/// Puts an arrival back for later, or parks it when `again` is `None`.
pub(super) async fn put_back(core: &Core, id: i64, again: Option<DateTime<Utc>>, error: &str) -> Result<()> {
    let now = core.now();
    let row = arrivals::table.filter(arrivals::id.eq(id));
    let error: String = error.replace('\0', "").chars().take(2_000).collect();
    let mut conn = core.db.conn().await.map_err(crate::Error::from)?;
    diesel::update(row)
        .set((
            arrivals::lease_until.eq(None::<DateTime<Utc>>),
            arrivals::run_at.eq(again.unwrap_or(now)),
            arrivals::parked_at.eq(again.is_none().then_some(now)),
            arrivals::error.eq(error),
        ))
        .execute(&mut conn)
        .await
        .map_err(hearth_core::Error::from)?;
    Ok(())
}

/// Lets the id of an activity that was undone be used again: some servers name every boost of a story alike.
///
/// # Errors
/// When Postgres fails.
pub async fn free(core: &Core, activity_uri: &str) -> Result<()> {
    let mut conn = core.db.conn().await.map_err(crate::Error::from)?;
    diesel::delete(arrivals::table.filter(arrivals::activity_uri.eq(activity_uri)).filter(arrivals::done_at.is_not_null()))
        .execute(&mut conn)
        .await
        .map_err(hearth_core::Error::from)?;
    Ok(())
}

/// Forgets the ids of arrivals that were done 30 days ago.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(federation: &Federation) -> Result<()> {
    let core = &federation.core;
    let mut conn = core.db.conn().await.map_err(crate::Error::from)?;
    diesel::delete(arrivals::table.filter(arrivals::received_at.lt(core.now() - MEMORY)).filter(arrivals::done_at.is_not_null()))
        .execute(&mut conn)
        .await
        .map_err(hearth_core::Error::from)?;
    Ok(())
}
