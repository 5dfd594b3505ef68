//! Somebody who speaks to us is alive, whatever became of our deliveries.

use crate::{Federation, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Text, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::sql::sql;
use moka::sync::Cache;

/// A host that was heard is not looked at again for this long.
const DEAF: TimeDelta = TimeDelta::minutes(5);
/// An inbox that was gone stays closed for at least this long, whatever its server says elsewhere.
const CLOSED: TimeDelta = TimeDelta::days(1);

/// When hosts were last heard.
#[derive(Debug)]
pub struct Heard(Cache<String, DateTime<Utc>>);

impl Heard {
    /// Nobody yet. At most 50,000 hosts are remembered.
    #[must_use]
    pub fn new() -> Self {
        Self(Cache::new(50_000))
    }

    /// The next request from this host counts again: it was given up on.
    pub(super) fn forget(&self, host: &str) {
        self.0.invalidate(host);
    }
}

impl Default for Heard {
    fn default() -> Self {
        Self::new()
    }
}

/// To be called for each request that `host` signed validly: a host that was backing off or dead is tried again at
/// once, unless it asked to be left alone, and inboxes of it that were gone for a day count again. Asks the database
/// at most every five minutes per host, so it costs nothing on the inbox's path.
///
/// # Errors
/// When Postgres fails.
pub async fn revive(federation: &Federation, host: &str) -> Result<()> {
    let now = federation.core.now();
    if federation.heard.0.get(host).is_some_and(|then| (now - then).abs() < DEAF) {
        return Ok(());
    }
    let revived = again(federation, host, now).await?;
    federation.heard.0.insert(host.to_owned(), now);
    if revived {
        tracing::info!(host, "back among the living");
        federation.outgoing.notify_one();
    }
    Ok(())
}

/// Failures are still counted: a host that talks and does not listen is tried at longer and longer intervals.
async fn again(federation: &Federation, host: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let mut conn = federation.core.db.conn().await?;
    let revived = sql("UPDATE peers SET state = 0, bad_days = 0, last_bad_day = NULL, \
           next_attempt_at = greatest($2, asked_until) WHERE host = $1 AND state <> 0")
    .bind::<Text, _>(host)
    .bind::<Timestamptz, _>(now)
    .execute(&mut conn)
    .await?;
    sql("UPDATE inboxes i SET gone_at = NULL FROM peers p \
         WHERE p.host = $1 AND i.peer_id = p.id AND i.gone_at < $2")
    .bind::<Text, _>(host)
    .bind::<Timestamptz, _>(now - CLOSED)
    .execute(&mut conn)
    .await?;
    Ok(revived > 0)
}
