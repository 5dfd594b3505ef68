//! What waits to be sent and how other servers are, for those who run this one.

use super::State;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::schema::peers as table;
use hearth_core::sql::sql;
use hearth_core::{Core, Result};

/// Another server, as deliveries know it.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Host.
    pub host: String,
    /// How deliveries to it go.
    pub state: State,
    /// NodeInfo `software.name`.
    pub software: Option<String>,
    /// NodeInfo `software.version`.
    pub software_version: Option<String>,
    /// Why the last delivery that failed did so; `None` once one came through.
    pub last_error: Option<String>,
}

/// Deliveries that wait for one host.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Host.
    pub host: String,
    /// How many.
    pub waiting: i64,
    /// When the oldest of these activities was made.
    pub oldest: Option<DateTime<Utc>>,
    /// How deliveries to it go.
    pub state: State,
    /// Why the last one failed.
    pub last_error: Option<String>,
    /// When the next is tried; `None` when nothing holds it up.
    pub next_attempt_at: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    host: String,
    #[diesel(sql_type = BigInt)]
    waiting: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    oldest: Option<DateTime<Utc>>,
    #[diesel(sql_type = SmallInt)]
    state: i16,
    #[diesel(sql_type = Nullable<Text>)]
    last_error: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    next_attempt_at: Option<DateTime<Utc>>,
}

/// All known servers, by host.
///
/// # Errors
/// When Postgres fails.
pub async fn peers(core: &Core) -> Result<Vec<Peer>> {
    let mut conn = core.db.conn().await?;
    let columns = (table::host, table::state, table::software, table::software_version, table::last_error);
    let rows = table::table
        .order(table::host)
        .select(columns)
        .load::<(String, i16, Option<String>, Option<String>, Option<String>)>(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(host, state, software, software_version, last_error)| Peer {
            host,
            state: State::of(state),
            software,
            software_version,
            last_error,
        })
        .collect())
}

/// Hosts that deliveries wait for, the longest queue first.
///
/// # Errors
/// When Postgres fails.
pub async fn waiting(core: &Core) -> Result<Vec<Waiting>> {
    let mut conn = core.db.conn().await?;
    let rows: Vec<Row> = sql("SELECT p.host, w.waiting, a.created_at AS oldest, p.state, p.last_error, \
           nullif(p.next_attempt_at, '-infinity') AS next_attempt_at \
         FROM (SELECT peer_id, count(*) AS waiting, min(activity_id) AS oldest FROM deliveries GROUP BY peer_id) w \
         JOIN peers p ON p.id = w.peer_id LEFT JOIN activities a ON a.id = w.oldest \
         ORDER BY w.waiting DESC, p.host")
    .load(&mut conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            host: row.host,
            waiting: row.waiting,
            oldest: row.oldest,
            state: State::of(row.state),
            last_error: row.last_error,
            next_attempt_at: row.next_attempt_at,
        })
        .collect())
}
