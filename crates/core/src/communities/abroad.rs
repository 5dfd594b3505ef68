//! What communities of other servers say of people: who looks after them, and whom they keep out.

use super::ban::MAX_REASON;
use crate::accounts::Account;
use crate::accounts::model::AccountRow;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::standings_elsewhere as standings;
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};
use diesel_async::RunQueryDsl;

/// A ban by a community of another server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ban {
    /// When it ends; `None` for one without an end.
    pub until: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
}

/// A community elsewhere says that somebody looks after it, or does no longer.
///
/// # Errors
/// When Postgres fails.
pub async fn steward(core: &Core, group: &Account, who: &Account, named: bool) -> Result<()> {
    if group.is_local() {
        return Ok(());
    }
    diesel::insert_into(standings::table)
        .values((
            standings::community_id.eq(group.id.0),
            standings::account_id.eq(who.id.0),
            standings::steward.eq(named),
        ))
        .on_conflict((standings::community_id, standings::account_id))
        .do_update()
        .set(standings::steward.eq(named))
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(())
}

/// A community elsewhere says that these look after it, and nobody else.
///
/// # Errors
/// When Postgres fails.
pub async fn stewards_are(core: &Core, group: &Account, who: &[AccountId]) -> Result<()> {
    if group.is_local() {
        return Ok(());
    }
    sql("INSERT INTO standings_elsewhere AS t (community_id, account_id, steward) \
         SELECT $1, w.id, true FROM unnest($2) AS w(id) \
         ON CONFLICT (community_id, account_id) DO UPDATE SET steward = true WHERE NOT t.steward")
    .bind::<BigInt, _>(group.id)
    .bind::<Array<BigInt>, _>(who)
    .execute(&mut *core.db.conn().await?)
    .await?;
    sql("UPDATE standings_elsewhere SET steward = false \
         WHERE community_id = $1 AND steward AND account_id <> ALL ($2)")
    .bind::<BigInt, _>(group.id)
    .bind::<Array<BigInt>, _>(who)
    .execute(&mut *core.db.conn().await?)
    .await?;
    Ok(())
}

/// Those who look after a community elsewhere, as far as it told.
///
/// # Errors
/// When Postgres fails.
pub async fn stewards(core: &Core, group: AccountId) -> Result<Vec<Account>> {
    let rows = sql(
        "SELECT a.* FROM standings_elsewhere t JOIN accounts a ON a.id = t.account_id \
         WHERE t.community_id = $1 AND t.steward AND a.suspended_at IS NULL AND a.gone_at IS NULL ORDER BY a.id",
    )
    .bind::<BigInt, _>(group)
    .load::<AccountRow>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// A community elsewhere keeps somebody out, or lets them in again (`None`).
///
/// # Errors
/// When Postgres fails.
pub async fn bans(core: &Core, group: &Account, whom: &Account, ban: Option<Ban>) -> Result<()> {
    if group.is_local() {
        return Ok(());
    }
    let at = ban.is_some().then(|| core.now());
    let Ban { until, reason } = ban.unwrap_or(Ban { until: None, reason: String::new() });
    let reason: String = reason.replace('\0', "").trim().chars().take(MAX_REASON).collect();
    let told =
        (standings::banned_at.eq(at), standings::banned_until.eq(until), standings::reason.eq(&reason));
    diesel::insert_into(standings::table)
        .values((standings::community_id.eq(group.id.0), standings::account_id.eq(whom.id.0), told))
        .on_conflict((standings::community_id, standings::account_id))
        .do_update()
        .set(told)
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(())
}

/// The ban of a community elsewhere that holds against somebody now.
///
/// # Errors
/// When Postgres fails.
pub async fn ban_of(core: &Core, group: AccountId, whom: AccountId) -> Result<Option<Ban>> {
    ban_in(&mut *core.db.conn().await?, group, whom, core.now()).await
}

pub(super) async fn ban_in(
    conn: &mut Conn,
    group: AccountId,
    whom: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<Ban>> {
    let found = standings::table
        .find((group.0, whom.0))
        .filter(standings::banned_at.is_not_null())
        .select((standings::banned_until, standings::reason))
        .first::<(Option<DateTime<Utc>>, String)>(conn)
        .await
        .optional()?;
    let holds = found.filter(|(until, _)| until.is_none_or(|until| until > now));
    Ok(holds.map(|(until, reason)| Ban { until, reason }))
}
