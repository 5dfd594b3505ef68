//! A story asks to be heard from the moment it is told.

use super::answer;
use crate::Result;
use crate::db::Conn;
use crate::ids::StoryId;
use crate::sql::sql;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// Starts the clock of a story that was just written with all that it says of itself: one that starts a thread, tells
/// of the teller's own life or asks something, and does not wish for no answers. What says nothing of itself (apps for
/// Mastodon, other servers) asks where it is told in a community. Again: nothing.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn ask(tx: &mut Conn, story: StoryId) -> Result<()> {
    // Kinds: 0 story, 1 small step, 2 milestone, 6 question. Wish 5 is for none. Audiences: 3 direct, 5 only me.
    sql("INSERT INTO heard (story_id, author_id, community_id, local, audience, asked_at, open) \
         SELECT s.id, s.author_id, s.community_id, s.local, s.audience, s.published_at, s.audience NOT IN (3, 5) \
         FROM stories s LEFT JOIN tellings t ON t.story_id = s.id \
         WHERE s.id = $1 AND s.parent_uri IS NULL AND s.deleted_at IS NULL AND CASE \
           WHEN t.story_id IS NULL THEN s.community_id IS NOT NULL \
           ELSE t.kind IN (0, 1, 2, 6) AND t.wish <> 5 END \
         ON CONFLICT (story_id) DO NOTHING")
    .bind::<BigInt, _>(story)
    .execute(tx)
    .await?;
    Ok(())
}

/// Its author may have said anew what a story is or which answers it hopes for: it asks from now on, or no more. Its
/// clock runs from when it was told.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn changed(tx: &mut Conn, story: StoryId) -> Result<()> {
    ask(tx, story).await?;
    answer::again(tx, &[story]).await
}

/// A story that arrived from elsewhere, with the answers that waited for it: it asks where it was told in a community.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn arrived(tx: &mut Conn, story: StoryId, answers: &[StoryId]) -> Result<()> {
    ask(tx, story).await?;
    answer::answered(tx, answers).await
}
