//! Lets one at a time change how two accounts stand to each other.

use crate::Result;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::sql::sql;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// Waits until nobody else changes follows or blocks between the two, for the rest of the caller's transaction: a
/// block and a follow that come at once must not both stand, and there is no row yet that could be locked.
pub(crate) async fn lock(tx: &mut Conn, one: AccountId, other: AccountId) -> Result<()> {
    sql("SELECT pg_advisory_xact_lock(hashtextextended(least($1, $2) || ' ' || greatest($1, $2), 0))")
        .bind::<BigInt, _>(one)
        .bind::<BigInt, _>(other)
        .execute(tx)
        .await?;
    Ok(())
}
