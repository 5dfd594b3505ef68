//! Pages of accounts, for every list that names people.

use super::Account;
use super::model::AccountRow;
use crate::ids::AccountId;
use crate::page::Page;
use crate::sql::{Binds, Sql, sql};
use crate::{Core, Result};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// Runs a statement whose `$1` is the owner of the list, `$2` and `$3` the bounds and `$4` the limit, and which names
/// the `cursor` of each row.
pub(crate) async fn listed(
    core: &Core,
    owner: AccountId,
    page: Page,
    texts: (&'static str, &'static str),
) -> Result<Vec<(i64, Account)>> {
    let mut conn = core.db.conn().await?;
    let rows = bounded(owner, page, texts).load(&mut conn).await?;
    Ok(in_order(page, rows))
}

/// The statement of [`listed`], for lists that bind more from `$5` on.
pub(crate) fn bounded(
    owner: AccountId,
    page: Page,
    texts: (&'static str, &'static str),
) -> Sql<impl Binds + Send> {
    sql(page.pick(texts))
        .bind::<BigInt, _>(owner)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
}

/// The rows of [`bounded`], newest first.
pub(crate) fn in_order(page: Page, rows: Vec<ListedRow>) -> Vec<(i64, Account)> {
    page.newest_first(rows).into_iter().map(|row| (row.cursor, row.account.into())).collect()
}

/// An account and its place in the list.
#[derive(QueryableByName)]
pub(crate) struct ListedRow {
    #[diesel(sql_type = BigInt)]
    cursor: i64,
    #[diesel(embed)]
    account: AccountRow,
}
