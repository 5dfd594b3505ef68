//! Writes down what was delivered and gives hosts back.

use super::State;
use super::health::Health;
use super::row::Key;
use crate::signatures::Scheme;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::db::Conn;
use hearth_core::sql::sql;

/// A host that is given back.
#[derive(Debug)]
pub(super) struct Release {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) token: i64,
    pub(super) scheme: Scheme,
    pub(super) health: Health,
    /// Nothing is left for it, as far as the sender knows.
    pub(super) drained: bool,
}

/// Deletes rows that are finished.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn delete(conn: &mut Conn, keys: &[Key]) -> Result<(), Error> {
    sql("DELETE FROM deliveries d USING unnest($1, $2) AS k(activity, inbox) \
         WHERE d.activity_id = k.activity AND d.inbox_id = k.inbox")
    .bind::<Array<BigInt>, _>(keys.iter().map(|key| key.activity).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(keys.iter().map(|key| key.inbox).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that the peer failed on these rows themselves.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn suspect(conn: &mut Conn, keys: &[Key]) -> Result<(), Error> {
    sql("UPDATE deliveries d SET attempts = least(d.attempts + 1, 1000) \
         FROM unnest($1, $2) AS k(activity, inbox) \
         WHERE d.activity_id = k.activity AND d.inbox_id = k.inbox")
    .bind::<Array<BigInt>, _>(keys.iter().map(|key| key.activity).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(keys.iter().map(|key| key.inbox).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

/// Closes inboxes, given as `(host, inbox)`, and throws away what waits for them.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn close(conn: &mut Conn, now: DateTime<Utc>, inboxes: &[(i64, i64)]) -> Result<(), Error> {
    let (peers, ids): (Vec<i64>, Vec<i64>) = inboxes.iter().copied().unzip();
    sql("UPDATE inboxes SET gone_at = $1 WHERE id = ANY($2) AND gone_at IS NULL")
        .bind::<Timestamptz, _>(now)
        .bind::<Array<BigInt>, _>(&ids)
        .execute(conn)
        .await?;
    sql("DELETE FROM deliveries d USING unnest($1, $2) AS k(peer, inbox) \
         WHERE d.peer_id = k.peer AND d.inbox_id = k.inbox")
    .bind::<Array<BigInt>, _>(peers)
    .bind::<Array<BigInt>, _>(&ids)
    .execute(conn)
    .await?;
    Ok(())
}

/// Throws away all that waits for these hosts.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn throw_away(conn: &mut Conn, hosts: &[i64]) -> Result<usize, Error> {
    Ok(sql("DELETE FROM deliveries WHERE peer_id = ANY($1)")
        .bind::<Array<BigInt>, _>(hosts)
        .execute(conn)
        .await?)
}

#[derive(QueryableByName)]
struct Given {
    #[diesel(sql_type = Bool)]
    due: bool,
}

/// Gives hosts back, in the transaction that deleted their rows; a lease that was lost meanwhile is left alone.
/// Answers whether one of them has something that may be sent at once.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn release(tx: &mut Conn, now: DateTime<Utc>, hosts: &[Release]) -> Result<bool, Error> {
    let locked = lock_drained(tx, hosts).await?;
    let column = |of: fn(&Health) -> Option<DateTime<Utc>>| {
        hosts.iter().map(|host| of(&host.health)).collect::<Vec<_>>()
    };
    let given: Vec<Given> = sql("UPDATE peers p SET lease_until = '-infinity', ready = w.ready, \
           next_attempt_at = coalesce(r.next, CASE WHEN w.ready THEN $1 ELSE p.next_attempt_at END), \
           asked_until = r.asked, state = r.state, failures = r.failures, bad_days = r.bad_days, \
           last_bad_day = r.bad_day, last_success_at = r.success, last_error = r.error, signature_scheme = r.scheme \
         FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
           AS r(id, token, state, failures, bad_days, bad_day, next, asked, success, error, scheme) \
         CROSS JOIN LATERAL (SELECT r.id <> ALL($2) \
           OR EXISTS (SELECT 1 FROM deliveries d WHERE d.peer_id = r.id) AS ready) w \
         WHERE p.id = r.id AND p.lease_token = r.token \
         RETURNING p.ready AND p.next_attempt_at <= $1 AS due")
    .bind::<Timestamptz, _>(now)
    .bind::<Array<BigInt>, _>(locked)
    .bind::<Array<BigInt>, _>(hosts.iter().map(|host| host.id).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(hosts.iter().map(|host| host.token).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(hosts.iter().map(|host| host.health.state as i16).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(hosts.iter().map(|host| host.health.failures).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(hosts.iter().map(|host| host.health.bad_days).collect::<Vec<_>>())
    .bind::<Array<Nullable<Date>>, _>(hosts.iter().map(|host| host.health.last_bad_day).collect::<Vec<_>>())
    .bind::<Array<Nullable<Timestamptz>>, _>(column(|health| health.next_attempt_at))
    .bind::<Array<Nullable<Timestamptz>>, _>(column(|health| health.asked_until))
    .bind::<Array<Nullable<Timestamptz>>, _>(column(|health| health.last_success_at))
    .bind::<Array<Nullable<Text>>, _>(hosts.iter().map(|host| host.health.last_error.as_deref()).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(hosts.iter().map(|host| i16::from(host.scheme == Scheme::Rfc9421)).collect::<Vec<_>>())
    .load(tx)
    .await?;
    Ok(given.iter().any(|host| host.due))
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The flag of a drained host may go down only where nobody is writing rows for it: their foreign key holds the
/// host's row, which this lock needs for itself. The statement after this one then sees every row there is. Where
/// somebody does, the flag stays up and the host is looked at again.
async fn lock_drained(tx: &mut Conn, hosts: &[Release]) -> Result<Vec<i64>, Error> {
    let drained = hosts
        .iter()
        .filter(|host| host.drained || host.health.state == State::Dead)
        .map(|host| host.id)
        .collect::<Vec<_>>();
    let rows: Vec<Id> = sql("SELECT id FROM peers WHERE id = ANY($1) FOR UPDATE SKIP LOCKED")
        .bind::<Array<BigInt>, _>(drained)
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
