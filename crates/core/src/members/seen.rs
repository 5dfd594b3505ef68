//! Notes that a member is here, so that their home feed is kept.

use crate::ids::AccountId;
use crate::schema::members;
use crate::sql::sql;
use crate::timelines::feed;
use crate::{Core, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use moka::sync::Cache;

/// Who was noted as seen lately, and when.
#[derive(Debug)]
pub struct SeenGuard(Cache<AccountId, DateTime<Utc>>);

impl SeenGuard {
    /// Nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Cache::new(100_000))
    }
}

impl Default for SeenGuard {
    fn default() -> Self {
        Self::new()
    }
}

#[derive(QueryableByName)]
struct Before {
    #[diesel(sql_type = Timestamptz)]
    seen_at: DateTime<Utc>,
}

/// Called on use, cheap: writes at most once an hour per member (in-memory guard), and rebuilds the feed at once if
/// the member was away longer than 14 days ([`feed::rebuild`]).
///
/// # Errors
/// When Postgres fails; the member counts as unseen then.
pub async fn seen(core: &Core, account: AccountId) -> Result<()> {
    let now = core.now();
    if core.seen.0.get(&account).is_some_and(|then| now - then < TimeDelta::hours(1)) {
        return Ok(());
    }
    let Some(before) = note(core, account, now).await? else { return Ok(()) };
    if now - before > TimeDelta::days(14)
        && let Err(error) = feed::rebuild(core, account).await
    {
        // Without its feed the member would look at a gap; as one who was not seen yet, the next use tries again.
        set(core, account, before).await?;
        return Err(error);
    }
    core.seen.0.insert(account, now);
    Ok(())
}

async fn note(core: &Core, account: AccountId, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let mut conn = core.db.conn().await?;
    let before =
        sql("WITH old AS (SELECT account_id, seen_at FROM members WHERE account_id = $1 FOR UPDATE) \
         UPDATE members m SET seen_at = greatest($2, old.seen_at) FROM old \
         WHERE m.account_id = old.account_id RETURNING old.seen_at")
        .bind::<BigInt, _>(account)
        .bind::<Timestamptz, _>(now)
        .get_result::<Before>(&mut conn)
        .await
        .optional()?;
    Ok(before.map(|before| before.seen_at))
}

async fn set(core: &Core, account: AccountId, at: DateTime<Utc>) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::update(members::table.find(account)).set(members::seen_at.eq(at)).execute(&mut conn).await?;
    Ok(())
}
