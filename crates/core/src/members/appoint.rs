//! The people who run the server say what a member may do here, and by which e-mail address they sign in.

use super::Role;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::members;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::RunQueryDsl;

/// Gives a member a role.
///
/// # Errors
/// [`Error::NotFound`] when the account has no login here.
pub async fn appoint(core: &Core, account: AccountId, role: Role) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let changed = diesel::update(members::table.find(account))
        .set(members::role.eq(role as i16))
        .execute(&mut conn)
        .await?;
    if changed == 0 { Err(Error::NotFound("member")) } else { Ok(()) }
}

/// Notes a member's e-mail address, with which they may sign in instead of their name. Nothing is sent to it.
///
/// # Errors
/// [`Error::Invalid`] for what is no address, [`Error::Conflict`] when another member has it.
pub async fn reach_at(core: &Core, account: AccountId, email: &str) -> Result<()> {
    check_email(email)?;
    let mut conn = core.db.conn().await?;
    write_email(&mut conn, account, email).await
}

/// Whether this can be an e-mail address.
///
/// # Errors
/// [`Error::Invalid`] when it cannot.
pub(crate) fn check_email(email: &str) -> Result<()> {
    let shape = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && email.len() <= 254
    });
    if !shape || email.chars().any(|one| one.is_control() || one.is_whitespace()) {
        return Err(Error::invalid(format!("`{email}` is no e-mail address")));
    }
    Ok(())
}

/// Writes a member's address, in the caller's transaction.
pub(crate) async fn write_email(conn: &mut Conn, account: AccountId, email: &str) -> Result<()> {
    let changed =
        diesel::update(members::table.find(account)).set(members::email.eq(email)).execute(conn).await;
    match changed {
        Ok(0) => Err(Error::NotFound("member")),
        Ok(_) => Ok(()),
        Err(Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict(format!("another member has the address `{email}`")))
        }
        Err(error) => Err(error.into()),
    }
}
