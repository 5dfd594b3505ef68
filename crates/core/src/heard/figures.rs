//! How a community answers those who ask: figures about answering, never about people.

use super::answer::counts;
use crate::accounts::Account;
use crate::communities::{Community, Role, queries};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{TimeDelta, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Double, Nullable, Timestamptz};
use diesel_async::RunQueryDsl;

/// The longest time looked back, in days.
pub const MOST_DAYS: i64 = 366;

/// How those who asked were answered. Stories that their authors set aside before anybody answered are left out.
#[derive(Debug, Clone, Copy, PartialEq, QueryableByName)]
pub struct Figures {
    /// Of the stories whose first day is over, or that were answered within it: the share that was, 0 to 1. `None`
    /// where nobody asked.
    #[diesel(sql_type = Nullable<Double>)]
    pub heard_within_a_day: Option<f64>,
    /// Seconds from the telling to the first answer that nobody reported and that is not held; half of the answered
    /// stories had one sooner. `None` where nobody answered.
    #[diesel(sql_type = Nullable<Double>)]
    pub median_to_kind_reply: Option<f64>,
}

/// The figures of the last `days` days.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no stewards; [`Error::Invalid`] for a time nobody can look back on.
pub async fn figures(core: &Core, steward: &Account, community: &Community, days: i64) -> Result<Figures> {
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Error::Invalid(format!("Validation failed: days is a number from 1 to {MOST_DAYS}")));
    }
    let (id, now): (_, chrono::DateTime<Utc>) = (community.account.id, core.now());
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, id, steward.id, Role::Steward).await?;
    let figures = sql(concat!(
        "SELECT avg(CASE WHEN q.heard_at <= q.asked_at + interval '24 hours' THEN 1.0 ELSE 0.0 END) \
             FILTER (WHERE q.heard_at IS NOT NULL OR q.asked_at <= $3 - interval '24 hours')::float8 \
             AS heard_within_a_day, \
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM q.kind_at - q.asked_at)::float8) \
             AS median_to_kind_reply \
         FROM (SELECT h.asked_at, h.heard_at, \
             (SELECT r.created_at FROM stories r WHERE h.heard_at IS NOT NULL AND r.root_id = h.story_id AND ",
        counts!(),
        " AND NOT EXISTS (SELECT 1 FROM reports p WHERE p.target_id = r.author_id AND r.uri = ANY(p.story_uris)) \
              ORDER BY r.id LIMIT 1) AS kind_at \
           FROM heard h WHERE h.community_id = $1 AND h.asked_at > $2 AND (h.waiting OR h.heard_at IS NOT NULL)) q"
    ))
    .bind::<BigInt, _>(id)
    .bind::<Timestamptz, _>(now - TimeDelta::days(days))
    .bind::<Timestamptz, _>(now)
    .get_result::<Figures>(&mut conn)
    .await?;
    Ok(figures)
}
