//! Answers that came before what they answer find it.

use crate::db::Conn;
use crate::ids::StoryId;
use crate::sql::sql;
use crate::timelines::feed;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Text};
use diesel_async::RunQueryDsl;

/// Joins the stories that waited for `uri` to it, with all that hangs on them. Whoever calls decides which of them are
/// held, and then [`feed_in`]s the others.
///
/// An orphan is the top of its known thread, so its thread is what has it as root; and it is an ancestor of the new
/// story exactly if it is the new story's root: then it must stay what it is, or the thread would bite its tail.
pub(super) async fn adopt(tx: &mut Conn, id: StoryId, uri: &str, root: StoryId) -> Result<Adopted> {
    let orphans = sql("UPDATE stories SET parent_id = $1 \
                       WHERE parent_uri = $2 AND parent_id IS NULL AND id <> $1 AND id <> $3 RETURNING id, pushed")
    .bind::<BigInt, _>(id)
    .bind::<Text, _>(uri)
    .bind::<BigInt, _>(root)
    .load::<Orphan>(tx)
    .await?;
    if orphans.is_empty() {
        return Ok(Adopted::default());
    }
    let pushed = orphans.iter().filter(|orphan| orphan.pushed).map(|orphan| orphan.id).collect();
    let mut touched: Vec<StoryId> = orphans.into_iter().map(|orphan| orphan.id).collect();
    move_threads(tx, &mut touched, root).await?;
    // What hangs on something is younger than that, by and large: an answer to a held one is looked at after it.
    touched.sort_unstable_by_key(|id| id.0);
    Ok(Adopted { touched, pushed })
}

/// What found its parent.
#[derive(Debug, Default)]
pub(super) struct Adopted {
    /// All whose thread is another now, oldest first.
    pub(super) touched: Vec<StoryId>,
    /// Those that were sent to us and now know whom they answer.
    pushed: Vec<StoryId>,
}

/// Feeds take an answer only once it is known whom it answers, and that nobody holds it.
pub(super) async fn feed_in(core: &Core, tx: &mut Conn, adopted: &Adopted) -> Result<()> {
    for orphan in &adopted.pushed {
        feed::add_story_in(core, tx, *orphan).await?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Orphan {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
    #[diesel(sql_type = Bool)]
    pushed: bool,
}

/// Gives the threads of `tops` the root they belong to, and adds their stories to the list.
async fn move_threads(tx: &mut Conn, tops: &mut Vec<StoryId>, root: StoryId) -> Result<()> {
    let orphans = tops.clone();
    // A reply that is being stored holds its parent's row until it commits: it is not seen by the statement that waited
    // for it, but by the next. Replies after that see the new root.
    loop {
        let moved = sql("UPDATE stories SET root_id = $1 WHERE root_id = ANY($2) RETURNING id, pushed")
            .bind::<BigInt, _>(root)
            .bind::<Array<BigInt>, _>(&orphans)
            .load::<Orphan>(tx)
            .await?;
        if moved.is_empty() {
            break;
        }
        tops.extend(moved.into_iter().map(|moved| moved.id));
    }
    // Whoever muted a part of the thread does not want to hear of it now that it is part of a longer one.
    sql("INSERT INTO thread_mutes (account_id, root_id, expires_at) \
         SELECT DISTINCT ON (m.account_id) m.account_id, $1, m.expires_at FROM thread_mutes m \
         WHERE m.root_id = ANY($2) ORDER BY m.account_id, m.expires_at DESC NULLS FIRST ON CONFLICT DO NOTHING")
    .bind::<BigInt, _>(root)
    .bind::<Array<BigInt>, _>(&orphans)
    .execute(tx)
    .await?;
    Ok(())
}
