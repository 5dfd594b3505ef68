//! Who is on a list.

use super::model::show;
use crate::accounts::Account;
use crate::accounts::listed::{bounded, in_order};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::page::Page;
use crate::schema::{follows, list_members, lists};
use crate::{Core, Error, Result, paged};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Puts people on a list, all or nobody.
///
/// # Errors
/// [`Error::NotFound`] when it is not the member's, or for somebody whom they do not follow; [`Error::Invalid`] for
/// somebody who is on it already.
pub async fn add(core: &Core, member: AccountId, list: i64, people: &[AccountId]) -> Result<()> {
    show(core, member, list).await?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        for person in people {
            if !is_followed(tx, member, *person).await? {
                return Err(Error::NotFound("account"));
            }
            let new = diesel::insert_into(list_members::table)
                .values((
                    list_members::list_id.eq(list),
                    list_members::account_id.eq(person.0),
                    list_members::id.eq(core.id()),
                ))
                .on_conflict((list_members::list_id, list_members::account_id))
                .do_nothing()
                .execute(tx)
                .await?;
            if new == 0 {
                return Err(Error::invalid("Validation failed: Account has already been taken"));
            }
        }
        Ok(())
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}

async fn is_followed(tx: &mut Conn, member: AccountId, other: AccountId) -> Result<bool> {
    let follow = follows::table
        .find((member.0, other.0))
        .filter(follows::accepted_at.is_not_null())
        .select(follows::id)
        .for_share();
    Ok(follow.first::<i64>(tx).await.optional()?.is_some())
}

/// Takes people off a list. Who is not on it is not there to take off.
///
/// # Errors
/// [`Error::NotFound`] when it is not the member's.
pub async fn remove(core: &Core, member: AccountId, list: i64, people: &[AccountId]) -> Result<()> {
    show(core, member, list).await?;
    let ids: Vec<i64> = people.iter().map(|person| person.0).collect();
    let on_it =
        list_members::table.filter(list_members::list_id.eq(list).and(list_members::account_id.eq_any(ids)));
    diesel::delete(on_it).execute(&mut *core.db.conn().await?).await?;
    core.standings.forget_all();
    Ok(())
}

/// Who is on a list, the last to come first, each with its cursor.
///
/// # Errors
/// [`Error::NotFound`] when it is not the member's.
pub async fn members(core: &Core, member: AccountId, list: i64, page: Page) -> Result<Vec<(i64, Account)>> {
    show(core, member, list).await?;
    let texts = paged!(
        "SELECT x.id AS cursor, a.* FROM lists l JOIN list_members x ON x.list_id = l.id \
         JOIN accounts a ON a.id = x.account_id \
         WHERE l.account_id = $1 AND l.id = $5 AND x.id < $2 AND x.id > $3 \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL",
        "x.id",
        "$4"
    );
    let statement = bounded(member, page, texts).bind::<BigInt, _>(list);
    let rows = statement.load(&mut *core.db.conn().await?).await?;
    Ok(in_order(page, rows))
}

/// Whoever is no longer followed is on no list any more; in the transaction that ends the follow.
pub(crate) async fn follow_ended(tx: &mut Conn, follower: AccountId, followee: AccountId) -> Result<()> {
    let own = lists::table.filter(lists::account_id.eq(follower.0)).select(lists::id);
    let entries = list_members::table
        .filter(list_members::account_id.eq(followee.0).and(list_members::list_id.eq_any(own)));
    diesel::delete(entries).execute(tx).await?;
    Ok(())
}
