//! A member puts an announcement away.

use super::list::shown;
use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

/// It is read, and not shown to them again unless they ask.
///
/// # Errors
/// [`Error::NotFound`](crate::Error::NotFound) where none is published with this id.
pub async fn dismiss(core: &Core, member: AccountId, id: i64) -> Result<()> {
    shown(core, id, member).await?;
    sql("INSERT INTO announcement_reads (announcement_id, account_id, at) SELECT a.id, $2, $3 FROM announcements a \
         WHERE a.id = $1 ON CONFLICT DO NOTHING")
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(member)
    .bind::<Timestamptz, _>(core.now())
    .execute(&mut *core.db.conn().await?)
    .await?;
    Ok(())
}
