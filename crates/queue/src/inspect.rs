//! What a person asks about the queue: what waits, how long it has waited, what was given up and why.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::{count, count_star, min};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::Error;
use crate::schema::jobs;
use crate::statements::OldestDue;

/// The jobs of one name that are not parked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// [`crate::Message::NAME`].
    pub name: String,
    /// Jobs nobody holds, due or not.
    pub waiting: i64,
    /// Jobs a worker holds, or held when it died.
    pub held: i64,
    /// The earliest time at which one of them may run; in the past if it could have run already.
    pub next_run_at: Option<DateTime<Utc>>,
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct Parked {
    /// What [`retry_parked`] takes.
    pub id: i64,
    /// [`crate::Message::NAME`].
    pub name: String,
    /// The message, as JSON.
    pub payload: Value,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it was given up.
    pub parked_at: Option<DateTime<Utc>>,
}

/// Counts the jobs that are not parked, by name. Reads the whole queue.
///
/// # Errors
/// [`Error::Database`].
pub async fn waiting(conn: &mut AsyncPgConnection) -> Result<Vec<Waiting>, Error> {
    let rows: Vec<(String, i64, i64, Option<DateTime<Utc>>)> = jobs::table
        .filter(jobs::parked_at.is_null())
        .group_by(jobs::name)
        .select((jobs::name, count_star(), count(jobs::lease_until), min(jobs::run_at)))
        .order(jobs::name)
        .load(conn)
        .await?;
    let to_waiting =
        |(name, all, held, next_run_at)| Waiting { name, waiting: all - held, held, next_run_at };
    Ok(rows.into_iter().map(to_waiting).collect())
}

/// For how long the job that has been due longest has been due without anybody taking it; `None` if none is due.
/// Cheap however long the queue is; more than a few polls long means that no worker runs, or too few.
///
/// # Errors
/// [`Error::Database`].
pub async fn oldest_due(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
) -> Result<Option<TimeDelta>, Error> {
    let since: Option<DateTime<Utc>> = OldestDue { now }.get_result(conn).await?;
    Ok(since.map(|since| now - since))
}

/// The jobs given up last, newest first.
///
/// # Errors
/// [`Error::Database`].
pub async fn parked(conn: &mut AsyncPgConnection, limit: i64) -> Result<Vec<Parked>, Error> {
    let rows = jobs::table
        .filter(jobs::parked_at.is_not_null())
        .order((jobs::parked_at.desc(), jobs::id.desc()))
        .limit(limit)
        .select(Parked::as_select())
        .load(conn)
        .await?;
    Ok(rows)
}

/// Lets a parked job run again, with all its attempts. False if there is no such parked job. If a job with the same
/// unique key waits by now, that one stands for both.
///
/// # Errors
/// [`Error::Database`].
pub async fn retry_parked(conn: &mut AsyncPgConnection, id: i64) -> Result<bool, Error> {
    let written = diesel::sql_query(
        "WITH given_up AS (DELETE FROM jobs WHERE id = $1 AND parked_at IS NOT NULL RETURNING *)
         INSERT INTO jobs (id, name, payload, priority, run_at, lease_token, unique_key, holds_key, line, error, created_at)
         OVERRIDING SYSTEM VALUE
         SELECT id, name, payload, priority, run_at, lease_token, unique_key, unique_key IS NOT NULL, line, error, created_at
         FROM given_up
         ON CONFLICT (name, unique_key) WHERE holds_key DO UPDATE SET run_at = least(jobs.run_at, excluded.run_at)",
    )
    .bind::<diesel::sql_types::BigInt, _>(id)
    .execute(conn)
    .await?;
    Ok(written > 0)
}
