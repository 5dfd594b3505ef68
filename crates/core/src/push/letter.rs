//! What a device is told, read when it is told: what was taken back or hidden meanwhile is not told any more.

use super::model::{Row, Subscription};
use crate::ids::{NotificationId, SubscriptionId};
use crate::members::model::by_account;
use crate::notifications::{Notification, list};
use crate::schema::{push_subscriptions, tokens};
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A notification for a device.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The device.
    pub to: Subscription,
    /// What it is told of.
    pub of: Notification,
    /// BCP 47 tag of the member's language, if they chose one.
    pub language: Option<String>,
}

/// The letter; `None` when there is nobody or nothing to tell any more.
///
/// # Errors
/// When Postgres fails.
pub async fn letter(
    core: &Core,
    notification: NotificationId,
    subscription: SubscriptionId,
) -> Result<Option<Letter>> {
    let row = push_subscriptions::table
        .inner_join(tokens::table.on(tokens::id.eq(push_subscriptions::token_id)))
        .filter(push_subscriptions::id.eq(subscription.0).and(tokens::revoked_at.is_null()))
        .select(Row::as_select())
        .first::<Row>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    let Some(to) = row.map(Row::read) else { return Ok(None) };
    let of = match list::show(core, to.account, notification).await {
        Err(Error::NotFound(_)) => return Ok(None),
        found => found?,
    };
    let language = by_account(core, to.account).await?.and_then(|member| member.default_language);
    Ok(Some(Letter { to, of, language }))
}
