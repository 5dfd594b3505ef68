//! Pages of accounts, for every list that names people.

use super::Account;
use super::model::AccountRow;
use crate::ids::AccountId;
use crate::page::Page;
use crate::sql::sql;
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
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        cursor: i64,
        #[diesel(embed)]
        account: AccountRow,
    }
    let mut conn = core.db.conn().await?;
    let rows = sql(page.pick(texts))
        .bind::<BigInt, _>(owner)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .load::<Row>(&mut conn)
        .await?;
    Ok(page.newest_first(rows).into_iter().map(|row| (row.cursor, row.account.into())).collect())
}
