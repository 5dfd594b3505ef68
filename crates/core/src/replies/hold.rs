//! Holds an answer back where the story it answers wishes for none, or for others'.

use crate::Result;
use crate::db::Conn;
use crate::ids::StoryId;
use crate::sql::sql;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// Holds the answer `id`, just stored, if the nearest wish above it (of what it answers, else of the top of the thread)
/// is against it, or if what it answers is held: nobody could see what it hangs on. Whether it is held now.
///
/// Whoever a story names may answer it: nobody is spoken of without a word of their own. Thanks and "I relate" go past
/// the wish for a circle; past the wish for silence only a thank-you without further words does, which asks no more of
/// its reader than a like.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn against(tx: &mut Conn, id: StoryId) -> Result<bool> {
    // 4 and 5 are Wish::Circle and Wish::NoReplies; a story of another author's in between has no say over the thread.
    let held = sql("UPDATE stories s SET held_by = d.decider FROM ( \
           SELECT coalesce(p.held_by, w.author_id) AS decider FROM stories r JOIN stories p ON p.id = r.parent_id \
           LEFT JOIN LATERAL ( \
             SELECT o.id, o.author_id, t.wish FROM tellings t JOIN stories o ON o.id = t.story_id \
             WHERE t.story_id IN (r.parent_id, r.root_id) AND t.wish <> 0 \
             ORDER BY t.story_id = r.parent_id DESC LIMIT 1) w ON true \
           LEFT JOIN kindnesses k ON k.story_id = r.id \
           WHERE r.id = $1 AND (p.held_by IS NOT NULL OR ( \
             NOT EXISTS (SELECT 1 FROM mentions n WHERE n.story_id = w.id AND n.account_id = r.author_id AND NOT n.silent) \
             AND ((w.wish = 5 AND NOT coalesce(k.kind = 0 AND k.plain, false)) OR (w.wish = 4 AND k.kind IS NULL \
               AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = w.author_id \
                               AND f.followee_id = r.author_id AND f.accepted_at IS NOT NULL) \
               AND NOT EXISTS (SELECT 1 FROM circles c JOIN circle_members m ON m.circle_id = c.id \
                               WHERE c.account_id = w.author_id AND m.account_id = r.author_id)))))) d \
         WHERE s.id = $1 AND d.decider IS NOT NULL AND s.author_id <> d.decider")
    .bind::<BigInt, _>(id)
    .execute(tx)
    .await?;
    Ok(held > 0)
}

/// The same for an answer that was here before what it answers: what people were told of it is taken back.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn late(tx: &mut Conn, id: StoryId) -> Result<()> {
    if against(tx, id).await? {
        sql("DELETE FROM notifications WHERE story_id = $1").bind::<BigInt, _>(id).execute(tx).await?;
    }
    Ok(())
}
