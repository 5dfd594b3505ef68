//! The feed table behind home timelines: written by reactions, rebuilt when somebody returns.

use super::rebuild;
use crate::db::Conn;
use crate::ids::{AccountId, BoostId, StoryId};
use crate::sql::sql;
use crate::{Core, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Entries of a feed are kept up to this many.
pub const DEEPEST: i64 = 800;
/// A boost of a story that is among this many entries before it is left out.
pub(super) const REPEATS: usize = 40;
/// Entries of a rebuilt feed.
const REBUILT: i64 = 400;
/// Entries that a new follow brings.
const OF_FOLLOWEE: i64 = 20;

/// SQL condition: whether the story `s`, an answer to `p` where that is known, belongs into the feed of the member
/// `m`, who follows its author for the languages `r.languages` (or is the author). Shared with the rebuilding, so that
/// both give the same feed.
macro_rules! told_to {
    () => {
        concat!(
            "(s.author_id = m.account_id OR ( \
               (s.parent_uri IS NULL OR p.author_id IN (s.author_id, m.account_id) OR EXISTS ( \
                  SELECT 1 FROM follows rf WHERE rf.follower_id = m.account_id AND rf.followee_id = p.author_id \
                  AND rf.accepted_at IS NOT NULL)) \
               AND (r.languages = '{}' OR s.language IS NULL OR split_part(s.language, '-', 1) = ANY(r.languages) \
                    OR s.language = ANY(r.languages)))) \
             AND (s.held_by IS NULL OR s.author_id = m.account_id) AND ",
            $crate::visible!("m.account_id"),
            " AND ",
            $crate::wanted!("m.account_id", "s.author_id")
        )
    };
}
pub(super) use told_to;

/// SQL condition: whether a boost `b` of the story `s` belongs into the feed of the member `m`, who follows the booster
/// and sees boosts. Whether the story stood there lately is asked apart.
macro_rules! passed_to {
    () => {
        concat!(
            $crate::visible!("m.account_id"),
            " AND ",
            $crate::wanted!("m.account_id", "s.author_id"),
            " AND ",
            $crate::wanted!("m.account_id", "b.account_id"),
            " AND NOT EXISTS (SELECT 1 FROM accounts ba WHERE ba.id = b.account_id \
                              AND (ba.suspended_at IS NOT NULL OR ba.gone_at IS NOT NULL \
                                   OR ba.barred_at IS NOT NULL))"
        )
    };
}
pub(super) use passed_to;

/// Feeds are kept for members seen since then.
fn seen_since(core: &Core) -> DateTime<Utc> {
    core.now() - TimeDelta::days(14)
}

/// Puts a story into the feeds of its local followers, of those who follow its hashtags, and of its author, for members seen in the last 14 days: one
/// INSERT … SELECT. Replies go only to those who also follow whoever is answered (or are the author, or are answered).
/// Blocks, mutes, host blocks and the languages of the follow are respected. Direct stories go only to the author and
/// to those followers whom they address.
///
/// # Errors
/// When Postgres fails.
pub async fn add_story(core: &Core, story: StoryId) -> Result<()> {
    add_story_in(core, &mut *core.db.conn().await?, story).await
}

/// [`add_story`] in the caller's transaction, for an answer that finds out only later whom it answers.
pub(crate) async fn add_story_in(core: &Core, conn: &mut Conn, story: StoryId) -> Result<()> {
    sql(concat!(
        "INSERT INTO feed (account_id, entry_id, story_id, author_id) \
         SELECT m.account_id, s.id, s.id, s.author_id \
         FROM stories s LEFT JOIN stories p ON p.id = s.parent_id \
         CROSS JOIN LATERAL ( \
           SELECT f.follower_id AS id, f.languages FROM follows f \
           WHERE f.followee_id = s.author_id AND f.accepted_at IS NOT NULL \
           UNION ALL SELECT s.author_id, '{}' \
           UNION ALL SELECT k.account_id, '{}' FROM story_tags t JOIN followed_tags k ON k.tag = t.tag \
           WHERE t.story_id = s.id AND s.audience = 0) r \
         JOIN members m ON m.account_id = r.id \
         WHERE s.id = $1 AND m.seen_at > $2 AND ",
        told_to!(),
        " ON CONFLICT DO NOTHING"
    ))
    .bind::<BigInt, _>(story)
    .bind::<Timestamptz, _>(seen_since(core))
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a boost into feeds of the booster's local followers who want boosts, unless the story is already among the
/// feed's 40 entries before it.
///
/// # Errors
/// When Postgres fails.
pub async fn add_boost(core: &Core, boost: BoostId) -> Result<()> {
    let repeats = i64::try_from(REPEATS).unwrap_or(i64::MAX);
    sql(concat!(
        "INSERT INTO feed (account_id, entry_id, story_id, author_id, boost_id) \
         SELECT m.account_id, b.id, s.id, b.account_id, b.id \
         FROM boosts b JOIN stories s ON s.id = b.story_id \
         JOIN follows f ON f.followee_id = b.account_id AND f.accepted_at IS NOT NULL AND f.show_boosts \
         JOIN members m ON m.account_id = f.follower_id \
         WHERE b.id = $1 AND m.seen_at > $2 \
           AND NOT EXISTS (SELECT 1 FROM ( \
                 SELECT n.story_id FROM feed n WHERE n.account_id = m.account_id AND n.entry_id < b.id \
                 ORDER BY n.entry_id DESC LIMIT $3) before WHERE before.story_id = b.story_id) \
           AND ",
        passed_to!(),
        " ON CONFLICT DO NOTHING"
    ))
    .bind::<BigInt, _>(boost)
    .bind::<Timestamptz, _>(seen_since(core))
    .bind::<BigInt, _>(repeats)
    .execute(&mut *core.db.conn().await?)
    .await?;
    Ok(())
}

/// Rebuilds one member's feed, 400 entries, from what those they follow told and passed on last.
///
/// # Errors
/// When Postgres fails.
pub async fn rebuild(core: &Core, member: AccountId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        sql("DELETE FROM feed WHERE account_id = $1").bind::<BigInt, _>(member).execute(tx).await?;
        let found = rebuild::candidates(tx, member, None, REBUILT).await?;
        rebuild::write(tx, member, rebuild::without_repeats(found)).await
    })
    .await
}

/// Adds the newest 20 entries of a newly followed account to the follower's feed.
///
/// # Errors
/// When Postgres fails.
pub async fn add_followee(core: &Core, follower: AccountId, followee: AccountId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let found = rebuild::candidates(tx, follower, Some(followee), OF_FOLLOWEE).await?;
        rebuild::write(tx, follower, rebuild::without_repeats(found)).await
    })
    .await
}

/// Takes an account's entries out of a feed (unfollow, block, mute).
///
/// # Errors
/// When Postgres fails.
pub async fn remove_author(core: &Core, member: AccountId, author: AccountId) -> Result<()> {
    sql("DELETE FROM feed WHERE account_id = $1 AND author_id = $2")
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(author)
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(())
}

/// Trims feeds to 800 entries and empties those of members not seen for 14 days; clock-driven.
///
/// # Errors
/// When Postgres fails.
pub async fn trim(core: &Core) -> Result<()> {
    let mut conn = core.db.conn().await?;
    sql("DELETE FROM feed f USING members m WHERE f.account_id = m.account_id AND m.seen_at <= $1")
        .bind::<Timestamptz, _>(seen_since(core))
        .execute(&mut conn)
        .await?;
    sql("DELETE FROM feed f USING ( \
           SELECT m.account_id, (SELECT g.entry_id FROM feed g WHERE g.account_id = m.account_id \
                                 ORDER BY g.entry_id DESC OFFSET $1 LIMIT 1) AS first_too_many \
           FROM members m) over \
         WHERE f.account_id = over.account_id AND f.entry_id <= over.first_too_many")
    .bind::<BigInt, _>(DEEPEST)
    .execute(&mut conn)
    .await?;
    Ok(())
}
