//! The people who run the server suspend an account, or lift it.

use crate::accounts::{Account, AccountKind};
use crate::heard::answer;
use crate::members::tokens::revoke_in;
use crate::schema::accounts;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Suspends: nothing it said is shown, nothing it does has effect, tokens are revoked. `AccountDeleted` is *not*
/// recorded, since it can come back; its actor document answers 410 meanwhile.
///
/// # Errors
/// [`Error::NotFound`] when it is gone, [`Error::Forbidden`] for the server's own account.
pub async fn suspend(core: &Core, account: &Account) -> Result<()> {
    if account.is_local() && account.kind == AccountKind::Application {
        return Err(Error::Forbidden("the server cannot suspend itself"));
    }
    let now = core.now();
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let found = diesel::update(accounts::table.find(account.id).filter(accounts::gone_at.is_null()))
            .set((accounts::suspended_at.eq(Some(now)), accounts::updated_at.eq(now)))
            .execute(tx)
            .await?;
        if found == 0 {
            return Err(Error::NotFound("account"));
        }
        answer::of_accounts(tx, &[account.id]).await?;
        revoke_in(core, tx, account.id).await
    })
    .await?;
    core.accounts.forget(account.id);
    core.sessions.forget_all();
    Ok(())
}

/// Lifts a suspension. Tokens stay revoked.
///
/// # Errors
/// When Postgres fails.
pub async fn unsuspend(core: &Core, account: &Account) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        diesel::update(accounts::table.find(account.id))
            .set((accounts::suspended_at.eq(None::<DateTime<Utc>>), accounts::updated_at.eq(core.now())))
            .execute(tx)
            .await?;
        answer::of_accounts(tx, &[account.id]).await
    })
    .await?;
    core.accounts.forget(account.id);
    Ok(())
}
