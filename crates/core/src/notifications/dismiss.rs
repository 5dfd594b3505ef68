//! Clears notifications away.

use crate::ids::{AccountId, NotificationId};
use crate::schema::notifications;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Removes one.
///
/// # Errors
/// [`Error::NotFound`] when the member has none with this id.
pub async fn dismiss(core: &Core, member: AccountId, id: NotificationId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let one = notifications::table
        .find(id)
        .filter(notifications::account_id.eq(member))
        .filter(notifications::dismissed_at.is_null());
    let removed =
        diesel::update(one).set(notifications::dismissed_at.eq(core.now())).execute(&mut conn).await?;
    if removed == 0 { Err(Error::NotFound("notification")) } else { Ok(()) }
}

/// Removes all but what is kept aside: nobody clears away what they have not seen.
///
/// # Errors
/// When Postgres fails.
pub async fn clear(core: &Core, member: AccountId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let all = notifications::table
        .filter(notifications::account_id.eq(member))
        .filter(notifications::dismissed_at.is_null())
        .filter(notifications::filtered.eq(false));
    diesel::update(all).set(notifications::dismissed_at.eq(core.now())).execute(&mut conn).await?;
    Ok(())
}
