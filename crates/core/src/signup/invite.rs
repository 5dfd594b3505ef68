//! Codes with which somebody may sign up.

use crate::db::Conn;
use crate::schema::invitations;
use crate::{Core, Error, Result, secret};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Makes a code for so many people, which holds for a time or until it is used up. Only its hash is kept.
///
/// # Errors
/// [`Error::Invalid`] for nobody, and for a time that never ends.
pub async fn invite(core: &Core, uses: i32, lasts: Option<TimeDelta>) -> Result<String> {
    if uses < 1 {
        return Err(Error::invalid("an invitation is for one person at least"));
    }
    let end = |lasts| {
        core.now()
            .checked_add_signed(lasts)
            .ok_or_else(|| Error::invalid("an invitation cannot last that long"))
    };
    let code = secret::fresh(core);
    diesel::insert_into(invitations::table)
        .values((
            invitations::hash.eq(secret::hash(&code).to_vec()),
            invitations::uses_left.eq(uses),
            invitations::expires_at.eq(lasts.map(end).transpose()?),
            invitations::created_at.eq(core.now()),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(code)
}

/// Uses a code once, in the caller's transaction.
pub(super) async fn redeem(core: &Core, tx: &mut Conn, code: &str) -> Result<()> {
    let holds = invitations::expires_at.is_null().or(invitations::expires_at.gt(core.now()));
    let found = invitations::table.find(secret::hash(code).to_vec()).filter(invitations::uses_left.gt(0));
    let used = diesel::update(found.filter(holds))
        .set(invitations::uses_left.eq(invitations::uses_left - 1))
        .execute(tx)
        .await?;
    if used == 0 { Err(Error::Forbidden("This invitation does not hold: ask for a new one")) } else { Ok(()) }
}

/// Forgets codes that nobody can use any more; clock-driven.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<usize> {
    let over = invitations::uses_left.le(0).or(invitations::expires_at.le(core.now()).assume_not_null());
    Ok(diesel::delete(invitations::table.filter(over)).execute(&mut *core.db.conn().await?).await?)
}
