//! Accounts move between servers (FEP-7628).

use super::model::AccountRow;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::AccountId;
use crate::schema::accounts;
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A local account moves to `target`, whose `also_known_as` must name it; at most once in 7 days. Records
/// `AccountMoved`, which tells other servers, and `MoveReceived`, which takes followers of this server along.
///
/// # Errors
/// [`Error::Invalid`] with what is missing; [`Error::Forbidden`] for accounts that are not active members here.
pub async fn move_away(core: &Core, account: &Account, target: &Account) -> Result<()> {
    if !account.is_local() || !account.is_active() {
        return Err(Error::Forbidden("only an active account of this server can move away from it"));
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        settle(core, tx, account.id, target.id).await?;
        event::record(core, tx, &Event::AccountMoved { account: account.id, target: target.id }).await?;
        event::record(core, tx, &Event::MoveReceived { account: account.id, target: target.id }).await
    })
    .await?;
    core.accounts.forget(account.id);
    Ok(())
}

/// A remote account says it moved to `target` (already refreshed, its `also_known_as` names it): sets moved_to,
/// records `MoveReceived`. At most once in 7 days, never in a loop; told again, nothing happens.
///
/// # Errors
/// [`Error::Invalid`] when the move is not to be believed.
pub async fn receive_move(core: &Core, account: &Account, target: &Account) -> Result<()> {
    if !account.is_active() {
        return Err(Error::invalid("an account that is not active cannot move"));
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let (moved_to, moved_at) = accounts::table
            .find(account.id)
            .select((accounts::moved_to, accounts::moved_at))
            .for_update()
            .first::<(Option<AccountId>, Option<chrono::DateTime<chrono::Utc>>)>(tx)
            .await?;
        if moved_at.is_some() && moved_to == Some(target.id) {
            return Ok(());
        }
        settle(core, tx, account.id, target.id).await?;
        event::record(core, tx, &Event::MoveReceived { account: account.id, target: target.id }).await
    })
    .await?;
    core.accounts.forget(account.id);
    Ok(())
}

/// Local followers of `account` that do not yet follow `target` (for the reaction to `MoveReceived`).
///
/// # Errors
/// When Postgres fails.
pub async fn followers_to_move(core: &Core, account: AccountId, target: AccountId) -> Result<Vec<Account>> {
    let mut conn = core.db.conn().await?;
    let rows = sql("SELECT a.* FROM follows f JOIN accounts a ON a.id = f.follower_id \
         WHERE f.followee_id = $1 AND f.accepted_at IS NOT NULL AND a.host IS NULL AND a.id <> $2 \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM follows g WHERE g.follower_id = a.id AND g.followee_id = $2) ORDER BY a.id")
    .bind::<BigInt, _>(account)
    .bind::<BigInt, _>(target)
    .load::<AccountRow>(&mut conn)
    .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// Checks both sides as they are now, and writes the move.
async fn settle(core: &Core, tx: &mut Conn, account: AccountId, target: AccountId) -> Result<()> {
    let old: Account = load(tx, account).await?;
    let new: Account = load(tx, target).await?;
    let now = core.now();
    let fault = if old.id == new.id {
        Some("an account cannot move to itself")
    } else if !new.is_active() {
        Some("the new account is not active")
    } else if new.moved_to.is_some() {
        Some("the new account has itself moved on")
    } else if !new.also_known_as.contains(&old.uri) {
        Some("the new account must first name the old one as an alias of its own")
    } else if old.moved_at.is_some_and(|then| now - then < TimeDelta::days(7)) {
        Some("an account can move once in seven days")
    } else {
        None
    };
    if let Some(fault) = fault {
        return Err(Error::invalid(fault));
    }
    diesel::update(accounts::table.find(account))
        .set((
            accounts::moved_to.eq(Some(target.0)),
            accounts::moved_at.eq(Some(now)),
            accounts::updated_at.eq(now),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

async fn load(tx: &mut Conn, id: AccountId) -> Result<Account> {
    let row =
        accounts::table.find(id).select(AccountRow::as_select()).for_update().first(tx).await.optional()?;
    row.map(Account::from).ok_or(Error::NotFound("account"))
}
