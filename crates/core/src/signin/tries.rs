//! Counts tries at what can be guessed, in the database, so that no process forgets them.

use crate::schema::tries;
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// Counts one try before it is made. `None` when it may be made; otherwise how long to wait. At most `most` tries are made
/// within `window` of the first; then they count anew, so nobody is locked out for good.
///
/// # Errors
/// When Postgres fails; the try must not be made then.
pub async fn take(core: &Core, key: &str, most: i32, window: TimeDelta) -> Result<Option<TimeDelta>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Integer)]
        number: i32,
        #[diesel(sql_type = Timestamptz)]
        until: DateTime<Utc>,
    }
    let now = core.now();
    let mut conn = core.db.conn().await?;
    let row = sql("INSERT INTO tries (key, number, until) VALUES ($1, 1, $3) \
         ON CONFLICT (key) DO UPDATE SET \
             number = CASE WHEN tries.until <= $2 THEN 1 ELSE least(tries.number + 1, 1000000) END, \
             until = CASE WHEN tries.until <= $2 THEN excluded.until ELSE tries.until END \
         RETURNING number, until")
    .bind::<Text, _>(key)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + window)
    .get_result::<Row>(&mut conn)
    .await?;
    Ok((row.number > most).then(|| row.until - now))
}

/// Forgets the tries of one who has proved to be the right one.
///
/// # Errors
/// When Postgres fails.
pub async fn forget(core: &Core, key: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(tries::table.find(key)).execute(&mut conn).await?;
    Ok(())
}

/// Takes one try back: it was right.
///
/// # Errors
/// When Postgres fails.
pub async fn take_back(core: &Core, key: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::update(tries::table.find(key).filter(tries::number.gt(0)))
        .set(tries::number.eq(tries::number - 1))
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// Forgets tries that no longer count.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(tries::table.filter(tries::until.lt(core.now()))).execute(&mut conn).await?;
    Ok(())
}
