//! A member's password is set and changed; everything that the old one opened is closed.

use super::hashing;
use crate::ids::AccountId;
use crate::members::tokens::revoke_in;
use crate::schema::{devices, members};
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Shortest password, in characters, and longest, in bytes.
const LENGTH: (usize, usize) = (8, 1_000);

/// Sets the password of a member. All tokens are revoked, all browsers signed out and forgotten.
///
/// # Errors
/// [`Error::Invalid`] for one that is too short or too long; [`Error::NotFound`] when the account has no login here.
pub async fn set(core: &Core, account: AccountId, password: &str) -> Result<()> {
    check(password)?;
    let hash = hashing::hash(core, password).await?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let changed =
            diesel::update(members::table.find(account)).set(members::password.eq(hash)).execute(tx).await?;
        if changed == 0 {
            return Err(Error::NotFound("member"));
        }
        diesel::delete(devices::table.filter(devices::account_id.eq(account.0))).execute(tx).await?;
        revoke_in(core, tx, account).await
    })
    .await?;
    core.sessions.forget_all();
    Ok(())
}

/// Whether this is a member's password. For those who are not asked to prove anything else; people who sign in come through
/// [`super::prove`], which counts tries.
///
/// # Errors
/// When Postgres fails.
pub async fn is(core: &Core, account: AccountId, password: &str) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    let kept = members::table
        .find(account)
        .select(members::password)
        .first::<Option<String>>(&mut conn)
        .await
        .optional()?;
    drop(conn);
    hashing::verify(password, kept.flatten()).await
}

pub(crate) fn check(password: &str) -> Result<()> {
    let (least, most) = LENGTH;
    if password.chars().count() < least {
        Err(Error::invalid(format!("a password has at least {least} characters")))
    } else if password.len() > most {
        Err(Error::invalid(format!("a password has at most {most} bytes")))
    } else {
        Ok(())
    }
}
