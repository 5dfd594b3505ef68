//! Everybody who asked to be found.

use crate::accounts::Account;
use crate::accounts::model::AccountRow;
use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result, wanted};
use diesel::sql_types::{BigInt, Bool};
use diesel_async::RunQueryDsl;

/// How the directory is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Whoever told something last comes first.
    Active,
    /// Whoever came last comes first.
    New,
}

macro_rules! found {
    ($order:literal) => {
        concat!(
            "SELECT a.* FROM accounts a WHERE a.discoverable AND a.kind IN (0, 1) AND a.moved_to IS NULL \
             AND a.suspended_at IS NULL AND a.gone_at IS NULL AND a.barred_at IS NULL \
             AND ($2 = false OR a.host IS NULL) AND ",
            wanted!("$1", "a.id"),
            " ORDER BY ",
            $order,
            " LIMIT $3 OFFSET $4"
        )
    };
}

/// People who asked to be found, `local` ones only if so wished; without whom the viewer blocks or mutes.
///
/// # Errors
/// When Postgres fails.
pub async fn directory(
    core: &Core,
    viewer: AccountId,
    order: Order,
    local: bool,
    (limit, offset): (i64, i64),
) -> Result<Vec<Account>> {
    let text = match order {
        Order::Active => found!("a.last_story_at DESC NULLS LAST, a.id DESC"),
        Order::New => found!("a.id DESC"),
    };
    let rows = sql(text)
        .bind::<BigInt, _>(viewer)
        .bind::<Bool, _>(local)
        .bind::<BigInt, _>(limit)
        .bind::<BigInt, _>(offset)
        .load::<AccountRow>(&mut *core.db.conn().await?)
        .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}
