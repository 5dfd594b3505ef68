//! Keeps and reads markers.

use crate::ids::AccountId;
use crate::schema::markers;
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// How far a member read one list.
#[derive(Debug, Clone, Queryable, QueryableByName)]
pub struct Marker {
    /// `home` or `notifications`.
    #[diesel(sql_type = Text)]
    pub timeline: String,
    /// The newest thing that was read.
    #[diesel(sql_type = BigInt)]
    pub last_read_id: i64,
    /// Rises with each change.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// When it was moved.
    #[diesel(sql_type = Timestamptz)]
    pub updated_at: DateTime<Utc>,
}

/// Moves a marker, forwards or back, and answers it.
///
/// # Errors
/// When Postgres fails.
pub async fn mark(core: &Core, member: AccountId, timeline: &str, last_read_id: i64) -> Result<Marker> {
    let marker = sql("INSERT INTO markers (account_id, timeline, last_read_id, version, updated_at) \
                      VALUES ($1, $2, $3, 1, $4) ON CONFLICT (account_id, timeline) DO UPDATE \
                      SET last_read_id = $3, version = markers.version + 1, updated_at = $4 \
                      RETURNING timeline, last_read_id, version, updated_at")
    .bind::<BigInt, _>(member)
    .bind::<Text, _>(timeline)
    .bind::<BigInt, _>(last_read_id)
    .bind::<Timestamptz, _>(core.now())
    .get_result::<Marker>(&mut *core.db.conn().await?)
    .await?;
    Ok(marker)
}

/// The markers of these lists, where there are some.
///
/// # Errors
/// When Postgres fails.
pub async fn marks(core: &Core, member: AccountId, timelines: &[String]) -> Result<Vec<Marker>> {
    let rows = markers::table
        .filter(markers::account_id.eq(member.0).and(markers::timeline.eq_any(timelines)))
        .select((markers::timeline, markers::last_read_id, markers::version, markers::updated_at))
        .load(&mut *core.db.conn().await?)
        .await?;
    Ok(rows)
}
