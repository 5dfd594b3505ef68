//! An app says where its device is, changes of what it wants to hear, and takes it back. There is one device a token.

use super::model::{Alerts, Device, From, Row, Subscription};
use crate::ids::{AccountId, SubscriptionId, TokenId};
use crate::schema::push_subscriptions as table;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Tells the device behind `token` of `account`'s notifications from now on, in place of the one before it.
///
/// # Errors
/// [`Error::Invalid`] for keys that are none.
pub async fn subscribe(
    core: &Core,
    account: AccountId,
    token: TokenId,
    device: &Device,
    (alerts, from): (Alerts, From),
) -> Result<Subscription> {
    device.check()?;
    // A new id: what was on its way to the device before does not reach this one.
    let row = (
        table::id.eq(core.id()),
        table::account_id.eq(account.0),
        table::endpoint.eq(&device.endpoint),
        table::p256dh.eq(&device.p256dh),
        table::auth.eq(&device.auth),
        table::standard.eq(device.standard),
        table::alerts.eq(alerts.0),
        table::policy.eq(from as i16),
        table::created_at.eq(core.now()),
    );
    let row = diesel::insert_into(table::table)
        .values((table::token_id.eq(token.0), row))
        .on_conflict(table::token_id)
        .do_update()
        .set(row)
        .returning(Row::as_returning())
        .get_result::<Row>(&mut *core.db.conn().await?)
        .await?;
    Ok(row.read())
}

/// The device behind a token.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn show(core: &Core, token: TokenId) -> Result<Subscription> {
    let row = table::table
        .filter(table::token_id.eq(token.0))
        .select(Row::as_select())
        .first::<Row>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    Ok(row.ok_or(Error::NotFound("push subscription"))?.read())
}

/// Changes what it hears of, and by whom; `None` leaves the latter.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn change(
    core: &Core,
    token: TokenId,
    alerts: Option<Alerts>,
    from: Option<From>,
) -> Result<Subscription> {
    let old = show(core, token).await?;
    let row = diesel::update(table::table.filter(table::token_id.eq(token.0)))
        .set((
            table::alerts.eq(alerts.unwrap_or(old.alerts).0),
            table::policy.eq(from.unwrap_or(old.from) as i16),
        ))
        .returning(Row::as_returning())
        .get_result::<Row>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    Ok(row.ok_or(Error::NotFound("push subscription"))?.read())
}

/// Tells the device nothing more. Without one, nothing happens.
///
/// # Errors
/// When Postgres fails.
pub async fn unsubscribe(core: &Core, token: TokenId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(table::table.filter(table::token_id.eq(token.0))).execute(&mut conn).await?;
    Ok(())
}

/// The push service does not know the device any more.
///
/// # Errors
/// When Postgres fails.
pub async fn gone(core: &Core, id: SubscriptionId) -> Result<()> {
    diesel::delete(table::table.find(id.0)).execute(&mut *core.db.conn().await?).await?;
    Ok(())
}
