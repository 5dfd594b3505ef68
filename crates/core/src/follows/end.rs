//! Ends a follow, whoever wanted it.

use crate::Result;
use crate::communities::membership;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::lists;
use crate::notifications::NotificationKind;
use crate::schema::{follows, notifications};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Removes the follow or the request and what the followee was told of it, in the caller's transaction. Answers the
/// id of the Follow, if there was one.
pub(crate) async fn end(tx: &mut Conn, follower: AccountId, followee: AccountId) -> Result<Option<String>> {
    let uri = diesel::delete(follows::table.find((follower.0, followee.0)))
        .returning(follows::uri)
        .get_result(tx)
        .await
        .optional()?;
    if uri.is_some() {
        membership::follow_ended(tx, follower, followee).await?;
        lists::follow_ended(tx, follower, followee).await?;
        let kinds = [NotificationKind::Follow as i16, NotificationKind::FollowRequest as i16];
        diesel::delete(
            notifications::table
                .filter(notifications::account_id.eq(followee))
                .filter(notifications::from_id.eq(follower))
                .filter(notifications::kind.eq_any(kinds)),
        )
        .execute(tx)
        .await?;
    }
    Ok(uri)
}
