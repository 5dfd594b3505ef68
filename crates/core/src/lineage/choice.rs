//! Whether a member wants to be asked when a story says that theirs gave it courage.

use crate::ids::AccountId;
use crate::schema::unasked;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Whether they are asked; everybody is until they say otherwise.
///
/// # Errors
/// When Postgres fails.
pub async fn is_asked(core: &Core, member: AccountId) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    let found = diesel::select(diesel::dsl::exists(unasked::table.find(member.0)));
    Ok(!found.get_result::<bool>(&mut conn).await?)
}

/// Chooses. What waits for an answer goes on waiting.
///
/// # Errors
/// When Postgres fails.
pub async fn choose(core: &Core, member: AccountId, asked: bool) -> Result<()> {
    let mut conn = core.db.conn().await?;
    if asked {
        diesel::delete(unasked::table.find(member.0)).execute(&mut conn).await?;
    } else {
        diesel::insert_into(unasked::table)
            .values(unasked::account_id.eq(member.0))
            .on_conflict_do_nothing()
            .execute(&mut conn)
            .await?;
    }
    Ok(())
}
