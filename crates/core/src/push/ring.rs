//! A notification was written: the devices that want to hear of it are to be told.

use super::model::Alerts;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{AccountId, NotificationId, SubscriptionId};
use crate::notifications::NotificationKind;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer};
use diesel_async::RunQueryDsl;

/// Records that the member's devices are told, one event each, so that one that fails holds up no other; in the
/// transaction that writes the notification.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn ring(
    core: &Core,
    tx: &mut Conn,
    notification: NotificationId,
    (member, kind, from): (AccountId, NotificationKind, AccountId),
) -> Result<()> {
    let devices = sql("SELECT p.id FROM push_subscriptions p JOIN tokens t ON t.id = p.token_id \
         WHERE p.account_id = $1 AND t.revoked_at IS NULL AND p.alerts & $2 <> 0 AND CASE p.policy \
             WHEN 0 THEN true \
             WHEN 1 THEN EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = $1 AND f.followee_id = $3 \
                                 AND f.accepted_at IS NOT NULL) \
             WHEN 2 THEN EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = $3 AND f.followee_id = $1 \
                                 AND f.accepted_at IS NOT NULL) \
             ELSE false END")
    .bind::<BigInt, _>(member)
    .bind::<Integer, _>(Alerts::only(kind).0)
    .bind::<BigInt, _>(from)
    .load::<Found>(tx)
    .await?;
    for Found { id } in devices {
        event::record(core, tx, &Event::Rung { notification, subscription: SubscriptionId(id) }).await?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
}
