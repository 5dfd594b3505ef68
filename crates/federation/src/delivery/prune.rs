//! Throws away what nobody needs any more.

use super::health::PROBED_EVERY;
use crate::{Federation, Result};
use chrono::TimeDelta;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::sql::sql;

/// How long an activity stays after its last delivery, so that somebody who was handed its id may fetch it.
const KEPT: TimeDelta = TimeDelta::days(14);

/// Deletes deliveries that are not worth sending any more, and activities that are old and have none left; takes
/// hosts back from a future in which a wrong clock has put them.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(federation: &Federation) -> Result<()> {
    let now = federation.core.now();
    let mut conn = federation.core.db.conn().await?;
    sql("DELETE FROM deliveries WHERE expires_at <= $1")
        .bind::<Timestamptz, _>(now)
        .execute(&mut conn)
        .await
        .map_err(Error::from)?;
    sql("DELETE FROM activities a WHERE a.created_at < $1 \
         AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.activity_id = a.id)")
    .bind::<Timestamptz, _>(now - KEPT)
    .execute(&mut conn)
    .await
    .map_err(Error::from)?;
    // No host that is well is left alone, and none longer than a dead one.
    sql("UPDATE peers SET next_attempt_at = $1 \
         WHERE (state = 0 AND next_attempt_at > greatest($1, asked_until)) OR next_attempt_at > $2")
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + PROBED_EVERY)
    .execute(&mut conn)
    .await
    .map_err(Error::from)?;
    Ok(())
}
