//! Who is told that a story is gone: those who may have it on their screen.

use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool};
use diesel_async::RunQueryDsl;

/// One who listens and may have seen the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Witness {
    /// Who.
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    /// It may have stood in public lists.
    #[diesel(sql_type = Bool)]
    pub public: bool,
}

/// Those of `accounts` who may have seen the story before it was deleted or withdrawn: of an open one everybody whom
/// its author does not block, since any of them may have got it as a boost; of others those it was for. Places in
/// feeds are gone by then.
///
/// # Errors
/// When Postgres fails.
pub async fn witnesses(core: &Core, story: StoryId, accounts: &[AccountId]) -> Result<Vec<Witness>> {
    let rows = sql("SELECT w.id AS account, s.audience IN (0, 4) OR s.deleted_at IS NULL AS public \
         FROM stories s CROSS JOIN unnest($2) AS w (id) \
         WHERE s.id = $1 \
           AND (s.author_id = w.id OR s.held_by = w.id OR (s.held_by IS NULL AND ( \
             s.audience IN (0, 1, 4) OR s.deleted_at IS NULL \
             OR EXISTS (SELECT 1 FROM mentions m WHERE m.story_id = s.id AND m.account_id = w.id) \
             OR (s.audience = 2 AND EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = w.id \
                   AND f.followee_id = s.author_id AND f.accepted_at IS NOT NULL)) \
             OR (s.audience = 7 AND EXISTS (SELECT 1 FROM community_members c WHERE c.account_id = w.id \
                   AND c.community_id = s.community_id AND c.state = 1))))) \
           AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = s.author_id AND b.blocked_id = w.id)")
    .bind::<BigInt, _>(story)
    .bind::<Array<BigInt>, _>(accounts)
    .load::<Witness>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows)
}
