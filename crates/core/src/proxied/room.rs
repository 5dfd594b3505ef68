//! Makes room: what nobody looked at for longest goes, once more is kept than may be.

use crate::schema::proxied_files as files;
use crate::sql::sql;
use crate::{Core, Result};
use chrono::TimeDelta;
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;

/// Pictures that go at once.
const BATCH: i64 = 500;
/// What is not there is forgotten after so long.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);

#[derive(QueryableByName)]
struct Url {
    #[diesel(sql_type = Text)]
    url: String,
}

/// Addresses of pictures beyond `budget` bytes, those longest not looked at first. Their files go before their rows.
///
/// # Errors
/// When Postgres fails.
pub async fn beyond(core: &Core, budget: i64) -> Result<Vec<String>> {
    let mut conn = core.db.conn().await?;
    let rows = sql("SELECT url FROM (SELECT url, used_at, name, bytes, \
                           sum(bytes) OVER (ORDER BY used_at DESC, name) AS total FROM proxied_files) f \
                    WHERE total > $1 AND bytes > 0 AND (SELECT sum(bytes) FROM proxied_files) > $1 \
                    ORDER BY used_at, name DESC LIMIT $2")
    .bind::<BigInt, _>(budget)
    .bind::<BigInt, _>(BATCH)
    .load::<Url>(&mut conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.url).collect())
}

/// The files of these pictures are gone.
///
/// # Errors
/// When Postgres fails.
pub async fn gone(core: &Core, urls: &[String]) -> Result<()> {
    let names: Vec<String> = urls.iter().map(|url| super::names(url).0).collect();
    let mut conn = core.db.conn().await?;
    diesel::delete(files::table.filter(files::name.eq_any(names))).execute(&mut conn).await?;
    Ok(())
}

/// Forgets what could not be had; clock-driven.
///
/// # Errors
/// When Postgres fails.
pub async fn forget_missing(core: &Core) -> Result<usize> {
    let old = files::whole.is_null().and(files::used_at.lt(core.now() - FORGOTTEN));
    Ok(diesel::delete(files::table.filter(old)).execute(&mut *core.db.conn().await?).await?)
}
