//! A member looks at their circles.

use crate::accounts::Account;
use crate::ids::{AccountId, CircleId};
use crate::schema::{circle_members, circles};
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use std::sync::Arc;

/// A named list of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Id here.
    pub id: CircleId,
    /// What the member calls it.
    pub name: String,
}

/// The member's circles, by name.
///
/// # Errors
/// When Postgres fails.
pub async fn list(core: &Core, owner: AccountId) -> Result<Vec<Circle>> {
    let mut conn = core.db.conn().await?;
    let rows = circles::table
        .filter(circles::account_id.eq(owner.0))
        .order(circles::name)
        .select((circles::id, circles::name))
        .load::<(i64, String)>(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| Circle { id: CircleId(id), name }).collect())
}

/// One of them, with who is in it, by name.
///
/// # Errors
/// [`Error::NotFound`] when it is not the member's.
pub async fn show(core: &Core, owner: AccountId, circle: CircleId) -> Result<(Circle, Vec<Arc<Account>>)> {
    let mut conn = core.db.conn().await?;
    let name = circles::table
        .find(circle.0)
        .filter(circles::account_id.eq(owner.0))
        .select(circles::name)
        .first::<String>(&mut conn)
        .await
        .optional()?
        .ok_or(Error::NotFound("circle"))?;
    let ids = circle_members::table
        .filter(circle_members::circle_id.eq(circle.0))
        .select(circle_members::account_id)
        .load::<i64>(&mut conn)
        .await?;
    let ids: Vec<AccountId> = ids.into_iter().map(AccountId).collect();
    let mut people: Vec<_> = core.accounts.get(&mut conn, &ids).await?.into_values().collect();
    people.sort_by_key(|account| account.acct());
    Ok((Circle { id: circle, name }, people))
}
