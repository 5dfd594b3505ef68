//! The sender's statements, each over many hosts or rows at a time.

use super::State;
use super::health::Health;
use super::host::Host;
use super::row::Key;
use crate::signatures::Scheme;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::db::Conn;
use hearth_core::sql::sql;

/// How long a lease holds. What a killed sender held is sent by another one after that.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(30);
/// A lease that seems to last longer than this was taken by a clock that has been put right since.
const LONGEST_LEASE: TimeDelta = TimeDelta::minutes(5);

#[derive(QueryableByName)]
struct Leased {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    host: String,
    #[diesel(sql_type = BigInt)]
    lease_token: i64,
    #[diesel(sql_type = SmallInt)]
    signature_scheme: i16,
    #[diesel(sql_type = SmallInt)]
    state: i16,
    #[diesel(sql_type = Integer)]
    failures: i32,
    #[diesel(sql_type = SmallInt)]
    bad_days: i16,
    #[diesel(sql_type = Nullable<Date>)]
    last_bad_day: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    last_success_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    last_error: Option<String>,
}

/// Leases up to `count` hosts that have something waiting and may be tried now; those that waited longest come
/// first. Passes over what another sender is leasing at this moment.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn lease(conn: &mut Conn, now: DateTime<Utc>, count: i64) -> Result<Vec<Host>, Error> {
    let rows: Vec<Leased> = sql("UPDATE peers p SET lease_until = $2, lease_token = p.lease_token + 1 \
         FROM (SELECT id FROM peers WHERE ready AND next_attempt_at <= $1 AND (lease_until <= $1 OR lease_until > $4) \
               ORDER BY next_attempt_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED) due \
         WHERE p.id = due.id \
         RETURNING p.id, p.host, p.lease_token, p.signature_scheme, p.state, p.failures, p.bad_days, p.last_bad_day, \
           p.last_success_at, p.last_error")
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + LEASE)
    .bind::<BigInt, _>(count)
    .bind::<Timestamptz, _>(now + LONGEST_LEASE)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| host(row, now)).collect())
}

fn host(row: Leased, now: DateTime<Utc>) -> Host {
    let scheme = if row.signature_scheme == 1 { Scheme::Rfc9421 } else { Scheme::Cavage };
    let health = Health {
        state: State::of(row.state),
        failures: row.failures,
        bad_days: row.bad_days,
        last_bad_day: row.last_bad_day,
        last_success_at: row.last_success_at,
        last_error: row.last_error,
        next_attempt_at: None,
        asked_until: None,
    };
    let mut host = Host::new(row.id, row.host, row.lease_token, scheme, health);
    host.lease_until = now + LEASE;
    host
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Makes leases last longer; answers the hosts whose lease was still ours.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn renew(
    conn: &mut Conn,
    now: DateTime<Utc>,
    held: &[(i64, i64)],
) -> Result<Vec<i64>, Error> {
    let (ids, tokens): (Vec<i64>, Vec<i64>) = held.iter().copied().unzip();
    let rows: Vec<Id> = sql("UPDATE peers p SET lease_until = $3 FROM unnest($1, $2) AS r(id, token) \
         WHERE p.id = r.id AND p.lease_token = r.token RETURNING p.id")
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<BigInt>, _>(tokens)
    .bind::<Timestamptz, _>(now + LEASE)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A row of `deliveries` with what is needed to send it.
#[derive(Debug, QueryableByName)]
pub(super) struct Waiting {
    #[diesel(sql_type = BigInt)]
    pub(super) peer_id: i64,
    #[diesel(sql_type = SmallInt)]
    pub(super) priority: i16,
    #[diesel(sql_type = BigInt)]
    pub(super) activity_id: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) inbox_id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub(super) expires_at: DateTime<Utc>,
    #[diesel(sql_type = Integer)]
    pub(super) lane: i32,
    #[diesel(sql_type = SmallInt)]
    pub(super) attempts: i16,
    #[diesel(sql_type = Text)]
    pub(super) url: String,
    #[diesel(sql_type = Bool)]
    pub(super) closed: bool,
    /// An earlier one of its lane has a lower priority, so it may not be among the rows read.
    #[diesel(sql_type = Bool)]
    pub(super) overtakes: bool,
}

impl Waiting {
    pub(super) fn key(&self) -> Key {
        Key { peer: self.peer_id, priority: self.priority, activity: self.activity_id, inbox: self.inbox_id }
    }
}

/// The first rows of each host: by priority, then age. `wanted` pairs hosts with how many.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn first_rows(conn: &mut Conn, wanted: &[(i64, i64)]) -> Result<Vec<Waiting>, Error> {
    let (ids, limits): (Vec<i64>, Vec<i64>) = wanted.iter().copied().unzip();
    Ok(sql("SELECT d.peer_id, d.priority, d.activity_id, d.inbox_id, d.expires_at, d.lane, d.attempts, i.url, \
           i.gone_at IS NOT NULL AS closed, \
           d.lane <> 0 AND EXISTS (SELECT 1 FROM deliveries e WHERE e.peer_id = d.peer_id AND e.lane = d.lane \
             AND e.activity_id < d.activity_id AND e.priority > d.priority) AS overtakes \
         FROM unnest($1, $2) AS h(id, wanted) CROSS JOIN LATERAL ( \
           SELECT * FROM deliveries x WHERE x.peer_id = h.id \
           ORDER BY x.priority, x.activity_id LIMIT h.wanted) d \
         JOIN inboxes i ON i.id = d.inbox_id")
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<BigInt>, _>(limits)
    .load(conn)
    .await?)
}

/// The oldest rows of each of these lanes, `(host, lane)`.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn lane_fronts(conn: &mut Conn, lanes: &[(i64, i32)]) -> Result<Vec<Waiting>, Error> {
    let (ids, lanes): (Vec<i64>, Vec<i32>) = lanes.iter().copied().unzip();
    Ok(sql(
        "SELECT d.peer_id, d.priority, d.activity_id, d.inbox_id, d.expires_at, d.lane, d.attempts, i.url, \
           i.gone_at IS NOT NULL AS closed, false AS overtakes \
         FROM unnest($1, $2) AS h(id, lane) CROSS JOIN LATERAL ( \
           SELECT * FROM deliveries x WHERE x.peer_id = h.id AND x.lane = h.lane \
           ORDER BY x.activity_id LIMIT 16) d \
         JOIN inboxes i ON i.id = d.inbox_id",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Integer>, _>(lanes)
    .load(conn)
    .await?)
}
