//! A member puts people into a circle and takes them out.

use super::change::own;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, CircleId};
use crate::schema::{accounts, circle_members};
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Puts somebody in, here or elsewhere; nobody is told. They read what is told to the circle from now on.
///
/// # Errors
/// [`Error::NotFound`] when the circle is not the member's; [`Error::Invalid`] for oneself.
pub async fn add(core: &Core, owner: AccountId, circle: CircleId, account: &Account) -> Result<()> {
    if account.id == owner {
        return Err(Error::invalid("Validation failed: You read your own stories anyway"));
    }
    if !account.is_active() {
        return Err(Error::NotFound("account"));
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        own(tx, owner, circle).await?;
        diesel::insert_into(circle_members::table)
            .values((
                circle_members::circle_id.eq(circle.0),
                circle_members::account_id.eq(account.id.0),
                circle_members::added_at.eq(core.now()),
            ))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Takes somebody out; nobody is told. What was told to the circle before stays theirs to read.
///
/// # Errors
/// [`Error::NotFound`] when the circle is not the member's.
pub async fn remove(core: &Core, owner: AccountId, circle: CircleId, account: AccountId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        own(tx, owner, circle).await?;
        diesel::delete(circle_members::table.find((circle.0, account.0))).execute(tx).await?;
        Ok(())
    })
    .await
}

/// Who is in the circle now, in the caller's transaction; whoever is gone or suspended is left out.
///
/// # Errors
/// [`Error::Invalid`] when the circle is not the owner's.
pub(crate) async fn of(tx: &mut Conn, owner: AccountId, circle: CircleId) -> Result<Vec<AccountId>> {
    own(tx, owner, circle).await.map_err(|error| match error {
        Error::NotFound(_) => Error::invalid("Validation failed: There is no such circle"),
        other => other,
    })?;
    let ids = circle_members::table
        .inner_join(accounts::table.on(accounts::id.eq(circle_members::account_id)))
        .filter(circle_members::circle_id.eq(circle.0))
        .filter(accounts::suspended_at.is_null().and(accounts::gone_at.is_null()))
        .select(circle_members::account_id)
        .order(circle_members::account_id)
        .load::<i64>(tx)
        .await?;
    Ok(ids.into_iter().map(AccountId).collect())
}
