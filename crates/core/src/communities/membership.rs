//! Membership goes with the follow: whoever follows a community of ours is in it, from whatever server and app.

use crate::db::Conn;
use crate::ids::AccountId;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

/// A follow was asked for or accepted: if it is of a community of ours, the follower asked to join or is in.
pub(crate) async fn follow_changed(
    core: &Core,
    tx: &mut Conn,
    follower: AccountId,
    followee: AccountId,
) -> Result<()> {
    sql("INSERT INTO community_members AS m (community_id, account_id, state, joined_at, id, created_at) \
         SELECT f.followee_id, f.follower_id, CASE WHEN f.accepted_at IS NULL THEN 0 ELSE 1 END, f.accepted_at, $3, $4 \
         FROM follows f JOIN communities c ON c.account_id = f.followee_id \
         WHERE f.follower_id = $1 AND f.followee_id = $2 \
         ON CONFLICT (community_id, account_id) DO UPDATE \
         SET state = excluded.state, joined_at = excluded.joined_at, banned_until = NULL, reason = '' \
         WHERE m.state <> 1")
    .bind::<BigInt, _>(follower)
    .bind::<BigInt, _>(followee)
    .bind::<BigInt, _>(core.id())
    .bind::<Timestamptz, _>(core.now())
    .execute(tx)
    .await?;
    Ok(())
}

/// A follow ended: whoever was in by it is out. Bans stay, and so does the founder, who hands over first.
pub(crate) async fn follow_ended(tx: &mut Conn, follower: AccountId, followee: AccountId) -> Result<()> {
    sql("DELETE FROM community_members WHERE account_id = $1 AND community_id = $2 AND state IN (0, 1) AND role < 3")
        .bind::<BigInt, _>(follower)
        .bind::<BigInt, _>(followee)
        .execute(tx)
        .await?;
    // A community shows what its members passed to it; that stays theirs to see only while they are in.
    sql("DELETE FROM feed f USING stories s WHERE f.account_id = $1 AND s.id = f.story_id AND s.community_id = $2 \
         AND s.audience = 7 AND s.author_id <> $1")
    .bind::<BigInt, _>(follower)
    .bind::<BigInt, _>(followee)
    .execute(tx)
    .await?;
    Ok(())
}
