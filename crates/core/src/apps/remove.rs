//! Takes apps away: by hand, or because nobody uses them.

use super::App;
use crate::schema::apps;
use crate::sql::sql;
use crate::{Core, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;

/// Removes an app and revokes all that it was given, at once.
///
/// # Errors
/// When Postgres fails.
pub async fn remove(core: &Core, app: &App) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(apps::table.find(app.id.0)).execute(&mut conn).await?;
    core.sessions.forget_all();
    Ok(())
}

/// Forgets apps of thirty days ago that no member lets in and that have not asked anything since: anybody may register as many as they like,
/// and apps that find themselves unknown register again.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<usize> {
    let mut conn = core.db.conn().await?;
    Ok(sql("DELETE FROM apps a WHERE NOT a.lasting AND a.created_at < $1 \
         AND NOT EXISTS (SELECT FROM tokens t WHERE t.app_id = a.id AND t.revoked_at IS NULL \
             AND (t.account_id IS NOT NULL OR coalesce(t.last_used_at, t.created_at) > $1)) \
         AND NOT EXISTS (SELECT FROM grants g WHERE g.app_id = a.id)")
    .bind::<Timestamptz, _>(core.now() - TimeDelta::days(30))
    .execute(&mut conn)
    .await?)
}
