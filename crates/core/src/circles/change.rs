//! A member makes, renames and gives up circles.

use crate::db::Conn;
use crate::ids::{AccountId, CircleId};
use crate::schema::circles;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::RunQueryDsl;

/// Longest name, in characters.
pub const MAX_NAME: usize = 100;

/// Makes an empty circle.
///
/// # Errors
/// [`Error::Invalid`] for a name that is empty or too long, [`Error::Conflict`] for one that the member uses already.
pub async fn create(core: &Core, owner: AccountId, name: &str) -> Result<CircleId> {
    let name = checked(name)?;
    let id = CircleId(core.id());
    let mut conn = core.db.conn().await?;
    diesel::insert_into(circles::table)
        .values((
            circles::id.eq(id.0),
            circles::account_id.eq(owner.0),
            circles::name.eq(name),
            circles::created_at.eq(core.now()),
        ))
        .execute(&mut conn)
        .await
        .map_err(taken)?;
    Ok(id)
}

/// Gives it another name.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`] when it is not the member's.
pub async fn rename(core: &Core, owner: AccountId, circle: CircleId, name: &str) -> Result<()> {
    let name = checked(name)?;
    let mut conn = core.db.conn().await?;
    let renamed = diesel::update(circles::table.find(circle.0).filter(circles::account_id.eq(owner.0)))
        .set(circles::name.eq(name))
        .execute(&mut conn)
        .await
        .map_err(taken)?;
    if renamed == 0 { Err(Error::NotFound("circle")) } else { Ok(()) }
}

/// Gives it up. Stories that were told to it stay with those they were told to.
///
/// # Errors
/// [`Error::NotFound`] when it is not the member's.
pub async fn delete(core: &Core, owner: AccountId, circle: CircleId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let gone = diesel::delete(circles::table.find(circle.0).filter(circles::account_id.eq(owner.0)))
        .execute(&mut conn)
        .await?;
    if gone == 0 { Err(Error::NotFound("circle")) } else { Ok(()) }
}

/// That it is the member's, locked so that it stays until the transaction ends.
pub(super) async fn own(tx: &mut Conn, owner: AccountId, circle: CircleId) -> Result<()> {
    circles::table
        .find(circle.0)
        .filter(circles::account_id.eq(owner.0))
        .select(circles::id)
        .for_share()
        .first::<i64>(tx)
        .await
        .optional()?
        .map(drop)
        .ok_or(Error::NotFound("circle"))
}

fn checked(name: &str) -> Result<String> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Error::invalid("Validation failed: Name can't be blank")),
        count if count > MAX_NAME => {
            Err(Error::Invalid(format!("Validation failed: Name is longer than {MAX_NAME} characters")))
        }
        _ => Ok(name.to_owned()),
    }
}

fn taken(error: Diesel) -> Error {
    match error {
        Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            Error::Conflict("Validation failed: There is a circle of that name already".to_owned())
        }
        other => other.into(),
    }
}
