//! Ends what stands between two accounts of which one does not want the other.

use crate::Result;
use crate::db::Conn;
use crate::event::Event;
use crate::follows::end::end;
use crate::ids::AccountId;
use crate::sql::sql;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// A follow that ended.
pub(super) struct Ended {
    pub(super) follower: AccountId,
    pub(super) followee: AccountId,
    pub(super) uri: String,
}

impl Ended {
    /// What `member`, who wanted the end, tells the other side.
    pub(super) fn told_by(self, member: AccountId) -> Event {
        let Self { follower, followee, uri } = self;
        if follower == member {
            Event::FollowUndone { follower, followee, uri }
        } else {
            Event::FollowRejected { follower, followee, uri }
        }
    }
}

/// Ends follows both ways; takes each out of the other's feed, and what `other` did out of `one`'s notifications. In
/// the caller's transaction. Answers the follows that ended.
pub(super) async fn sever(tx: &mut Conn, one: AccountId, other: AccountId) -> Result<Vec<Ended>> {
    let mut ended = Vec::new();
    for (follower, followee) in [(one, other), (other, one)] {
        if let Some(uri) = end(tx, follower, followee).await? {
            ended.push(Ended { follower, followee, uri });
        }
        sql("DELETE FROM feed f USING stories s WHERE f.account_id = $1 AND s.id = f.story_id \
             AND (f.author_id = $2 OR s.author_id = $2)")
        .bind::<BigInt, _>(follower)
        .bind::<BigInt, _>(followee)
        .execute(tx)
        .await?;
    }
    // Whoever was let in and is sent away asks anew if they may come back.
    sql("WITH asked AS (DELETE FROM notification_requests WHERE account_id = $1 AND from_id = $2), \
         let_in AS (DELETE FROM notification_permissions WHERE account_id = $1 AND from_id = $2) \
         DELETE FROM notifications WHERE account_id = $1 AND from_id = $2")
    .bind::<BigInt, _>(one)
    .bind::<BigInt, _>(other)
    .execute(tx)
    .await?;
    Ok(ended)
}
