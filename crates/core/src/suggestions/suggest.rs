//! Whom a member may not know yet: people of this server who asked to be found, never whoever most people look at.

use crate::accounts::Account;
use crate::accounts::model::AccountRow;
use crate::ids::AccountId;
use crate::schema::dismissed_suggestions;
use crate::sql::sql;
use crate::{Core, Result, wanted};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// People here whom the member neither follows nor asked to, whoever told something last first.
///
/// # Errors
/// When Postgres fails.
pub async fn suggest(core: &Core, member: AccountId, limit: i64) -> Result<Vec<Account>> {
    let rows = sql(concat!(
        "SELECT a.* FROM accounts a WHERE a.discoverable AND a.host IS NULL AND a.kind = 0 AND a.id <> $1 \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL AND a.moved_to IS NULL \
         AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = $1 AND f.followee_id = a.id) \
         AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = a.id AND b.blocked_id = $1) \
         AND NOT EXISTS (SELECT 1 FROM dismissed_suggestions d WHERE d.account_id = $1 AND d.other_id = a.id) AND ",
        wanted!("$1", "a.id"),
        " ORDER BY a.last_story_at DESC NULLS LAST, a.id DESC LIMIT $2"
    ))
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(limit)
    .load::<AccountRow>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// Somebody is not suggested to the member again.
///
/// # Errors
/// When Postgres fails.
pub async fn dismiss(core: &Core, member: AccountId, other: AccountId) -> Result<()> {
    diesel::insert_into(dismissed_suggestions::table)
        .values((dismissed_suggestions::account_id.eq(member.0), dismissed_suggestions::other_id.eq(other.0)))
        .on_conflict_do_nothing()
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(())
}
