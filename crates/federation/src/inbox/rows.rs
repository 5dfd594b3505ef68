//! The rows of arrivals: stored once, claimed in order, finished, put back, parked, pruned.

use super::arrival::Arrival;
use crate::{Federation, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, SmallInt, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};
use hearth_core::db::Conn;
use hearth_core::schema::arrivals;
use hearth_core::sql::sql;
use hearth_core::{Core, Error};

/// How long an arrival is held before another worker takes it; longer than one may take.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long an id is remembered after its arrival was done.
const MEMORY: TimeDelta = TimeDelta::days(30);

/// Stores arrivals in the order they came, all or none; those whose name is known already are not stored again.
pub(super) async fn store(core: &Core, arrivals: &[Arrival]) -> hearth_core::Result<()> {
    let now = core.now();
    let mut conn = core.db.conn().await?;
    if arrivals.iter().all(is_plain) {
        return insert(&mut conn, arrivals, now).await.map(drop);
    }
    conn.transaction(async |tx| {
        for group in arrivals.chunk_by(|one, next| is_plain(one) && is_plain(next)) {
            match group {
                [Arrival { undoes: Some(undone), .. }] => undo(tx, group, undone, now).await?,
                [Arrival { repeatable: true, name, .. }] => repeat(tx, group, name, now).await?,
                plain => drop(insert(tx, plain, now).await?),
            }
        }
        Ok::<_, Error>(())
    })
    .await
}

/// Whether an arrival whose name is known can have no effect.
fn is_plain(arrival: &Arrival) -> bool {
    arrival.undoes.is_none() && !arrival.repeatable
}

/// How soon the same thing said again is still the same request, repeated on its way or by somebody who overheard it.
const ECHO: TimeDelta = TimeDelta::minutes(1);

/// Stores one that is heard again once the last of its name was worked off and is no echo of it.
async fn repeat(tx: &mut Conn, one: &[Arrival], name: &str, now: DateTime<Utc>) -> hearth_core::Result<()> {
    sql("UPDATE arrivals SET activity_uri = activity_uri || ' #' || id WHERE activity_uri = $1 AND done_at IS NOT NULL \
         AND received_at < $2")
        .bind::<Text, _>(name)
        .bind::<Timestamptz, _>(now - ECHO)
        .execute(tx)
        .await?;
    insert(tx, one, now).await.map(drop)
}

async fn insert(conn: &mut Conn, arrivals: &[Arrival], now: DateTime<Utc>) -> hearth_core::Result<usize> {
    let texts = |pick: fn(&Arrival) -> &str| arrivals.iter().map(pick).collect::<Vec<&str>>();
    let bodies: Vec<&[u8]> = arrivals.iter().map(|arrival| arrival.body.as_ref()).collect();
    Ok(sql("INSERT INTO arrivals (activity_uri, actor_uri, signer_uri, host, body, received_at, run_at) \
            SELECT name, actor, signer, host, body, $6, $6 \
            FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS t (name, actor, signer, host, body, place) \
            ORDER BY place ON CONFLICT (activity_uri) DO NOTHING")
    .bind::<Array<Text>, _>(texts(|one| &one.name))
    .bind::<Array<Text>, _>(texts(|one| &one.actor))
    .bind::<Array<Text>, _>(texts(|one| &one.signer))
    .bind::<Array<Text>, _>(texts(|one| &one.host))
    .bind::<Array<Binary>, _>(bodies)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?)
}

/// Stores one Undo. What it undoes gives its name back, because some servers name the next boost of a story as the
/// last one, and its Undo likewise: so an Undo is known only as long as nothing of that name came after it.
async fn undo(tx: &mut Conn, one: &[Arrival], undone: &str, now: DateTime<Utc>) -> hearth_core::Result<()> {
    let Some(name) = one.first().map(|arrival| arrival.name.as_str()) else { return Ok(()) };
    sql("UPDATE arrivals u SET activity_uri = u.activity_uri || ' #' || u.id FROM arrivals x \
         WHERE u.activity_uri = $1 AND x.activity_uri = $2 AND x.id > u.id")
    .bind::<Text, _>(name)
    .bind::<Text, _>(undone)
    .execute(tx)
    .await?;
    if insert(tx, one, now).await? > 0 {
        sql("UPDATE arrivals SET activity_uri = activity_uri || ' #' || id WHERE activity_uri = $1 AND $1 <> $2")
            .bind::<Text, _>(undone)
            .bind::<Text, _>(name)
            .execute(tx)
            .await?;
    }
    Ok(())
}

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

/// Claims up to `limit` arrivals that are due, oldest first, none of an actor in `busy`, so that what one actor did
/// is worked off in order.
pub(super) async fn claim(core: &Core, busy: &[String], limit: i64) -> Result<Vec<Claimed>> {
    let now = core.now();
    let mut conn = core.db.conn().await?;
    let mut rows: Vec<Claimed> =
        sql("UPDATE arrivals SET lease_until = $2, attempts = attempts + 1 WHERE id IN ( \
           SELECT a.id FROM arrivals a WHERE a.done_at IS NULL AND a.parked_at IS NULL AND a.run_at <= $1 \
             AND (a.lease_until IS NULL OR a.lease_until <= $1) AND a.actor_uri <> ALL ($3) \
           ORDER BY a.run_at, a.id LIMIT $4 FOR UPDATE SKIP LOCKED) \
         RETURNING id, activity_uri, actor_uri, signer_uri, body, attempts")
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(now + LEASE)
        .bind::<Array<Text>, _>(busy)
        .bind::<BigInt, _>(limit)
        .load(&mut conn)
        .await
        .map_err(Error::from)?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Holds on to arrivals that wait behind a slow one of the same actor.
pub(super) async fn renew(core: &Core, ids: &[i64]) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::update(arrivals::table.filter(arrivals::id.eq_any(ids)).filter(arrivals::done_at.is_null()))
        .set(arrivals::lease_until.eq(core.now() + LEASE))
        .execute(&mut conn)
        .await
        .map_err(Error::from)?;
    Ok(())
}

/// Marks arrivals done; their bodies go, their ids stay.
pub(super) async fn finish(core: &Core, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut conn = core.db.conn().await?;
    sql("UPDATE arrivals SET done_at = $1, body = NULL, lease_until = NULL WHERE id = ANY ($2)")
        .bind::<Timestamptz, _>(core.now())
        .bind::<Array<BigInt>, _>(ids)
        .execute(&mut conn)
        .await
        .map_err(Error::from)?;
    Ok(())
}

/// Puts an arrival back for later, or parks it when `again` is `None`.
pub(super) async fn put_back(core: &Core, id: i64, again: Option<DateTime<Utc>>, error: &str) -> Result<()> {
    let now = core.now();
    let error: String = error.replace('\0', "").chars().take(2_000).collect();
    let mut conn = core.db.conn().await?;
    // Another worker may have taken and done it, if this one held it too long.
    diesel::update(arrivals::table.find(id).filter(arrivals::done_at.is_null()))
        .set((
            arrivals::lease_until.eq(None::<DateTime<Utc>>),
            arrivals::run_at.eq(again.unwrap_or(now)),
            arrivals::parked_at.eq(again.is_none().then_some(now)),
            arrivals::error.eq(error),
        ))
        .execute(&mut conn)
        .await
        .map_err(Error::from)?;
    Ok(())
}

/// Forgets the ids of arrivals that were received 30 days ago and are done or were given up.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(federation: &Federation) -> Result<()> {
    let core = &federation.core;
    let mut conn = core.db.conn().await?;
    let old = arrivals::table.filter(arrivals::received_at.lt(core.now() - MEMORY));
    diesel::delete(old.filter(arrivals::done_at.is_not_null().or(arrivals::parked_at.is_not_null())))
        .execute(&mut conn)
        .await
        .map_err(Error::from)?;
    Ok(())
}
