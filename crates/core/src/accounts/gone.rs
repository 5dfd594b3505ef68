//! Frees a handle of another server for the account that its server gives it to now.

use super::arriving::Arriving;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// Marks whoever held the handle under another id as gone, and gives them a name that no handle can have. Never a
/// local account: those have no host. Answers whom.
pub(super) async fn displace(core: &Core, tx: &mut Conn, new: &Arriving) -> Result<Vec<AccountId>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = BigInt)]
        id: AccountId,
    }
    let rows = sql(
        "UPDATE accounts SET name = name || ' ' || id, gone_at = coalesce(gone_at, $5), updated_at = $5 \
         WHERE lower(name) = lower($1) AND coalesce(host, '') = $2 AND host IS NOT NULL \
         AND (kind = 2 AND host IS NOT NULL) = $3 AND uri <> $4 RETURNING id",
    )
    .bind::<Text, _>(&new.name)
    .bind::<Text, _>(&new.host)
    .bind::<Bool, _>(new.kind == super::AccountKind::Group)
    .bind::<Text, _>(&new.uri)
    .bind::<Timestamptz, _>(core.now())
    .load::<Id>(tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
