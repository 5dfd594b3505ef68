//! What a person asks about arrivals: how many wait, which were given up and why.

use crate::Result;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hearth_core::Core;
use hearth_core::schema::arrivals;

/// An arrival that was given up.
#[derive(Debug, Clone, Queryable)]
pub struct Parked {
    /// Id of the activity.
    pub activity_uri: String,
    /// Why.
    pub error: Option<String>,
}

/// How many arrivals wait.
///
/// # Errors
/// When Postgres fails.
pub async fn waiting(core: &Core) -> Result<i64> {
    let mut conn = core.db.conn().await.map_err(crate::Error::from)?;
    let open = arrivals::table.filter(arrivals::done_at.is_null()).filter(arrivals::parked_at.is_null());
    Ok(open.count().get_result(&mut conn).await.map_err(hearth_core::Error::from)?)
}

/// Arrivals that were given up, newest first.
///
/// # Errors
/// When Postgres fails.
pub async fn parked(core: &Core, limit: i64) -> Result<Vec<Parked>> {
    let mut conn = core.db.conn().await.map_err(crate::Error::from)?;
    Ok(arrivals::table
        .filter(arrivals::parked_at.is_not_null())
        .order(arrivals::id.desc())
        .limit(limit)
        .select((arrivals::activity_uri, arrivals::error))
        .load(&mut conn)
        .await
        .map_err(hearth_core::Error::from)?)
}
