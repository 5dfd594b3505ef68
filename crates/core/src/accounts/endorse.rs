//! People whom a member features on their profile.

use super::Account;
use super::listed::listed;
use crate::follows::queries::between;
use crate::ids::AccountId;
use crate::page::Page;
use crate::schema::endorsements;
use crate::{Core, Error, Result, paged};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A member features somebody they follow. Again: nothing.
///
/// # Errors
/// [`Error::Invalid`] for somebody they do not follow.
pub async fn endorse(core: &Core, member: AccountId, other: &Account) -> Result<()> {
    if !between(core, member, other.id).await?.is_some_and(|follow| follow.accepted) {
        return Err(Error::invalid(
            "Validation failed: You must be already following the person you want to endorse",
        ));
    }
    let mut conn = core.db.conn().await?;
    diesel::insert_into(endorsements::table)
        .values((
            endorsements::account_id.eq(member.0),
            endorsements::endorsed_id.eq(other.id.0),
            endorsements::id.eq(core.id()),
        ))
        .on_conflict((endorsements::account_id, endorsements::endorsed_id))
        .do_nothing()
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// A member features somebody no longer.
///
/// # Errors
/// When Postgres fails.
pub async fn unendorse(core: &Core, member: AccountId, other: AccountId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(endorsements::table.find((member.0, other.0))).execute(&mut conn).await?;
    Ok(())
}

/// Whom an account features, newest first, each with its cursor id. Whoever they no longer follow is not among them.
///
/// # Errors
/// When Postgres fails.
pub async fn endorsed(core: &Core, account: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    let texts = paged!(
        "SELECT e.id AS cursor, a.* FROM endorsements e JOIN accounts a ON a.id = e.endorsed_id \
         WHERE e.account_id = $1 AND e.id < $2 AND e.id > $3 AND a.suspended_at IS NULL AND a.gone_at IS NULL \
         AND EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = $1 AND f.followee_id = a.id \
                     AND f.accepted_at IS NOT NULL)",
        "e.id",
        "$4"
    );
    listed(core, account, page, texts).await
}
