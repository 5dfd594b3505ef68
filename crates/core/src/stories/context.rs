//! The thread around a story: what it answers and what answers it.

use super::hydrate::hydrate;
use super::model::{Entry, EntryKey};
use super::queries::Place;
use super::show::readable;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Result, visible, wanted};
use diesel::sql_types::{BigInt, Integer};
use diesel_async::RunQueryDsl;

/// How much of a thread is shown at once, and how deep.
struct Bounds {
    ancestors: i32,
    descendants: i64,
    depth: i32,
}

const FOR_MEMBERS: Bounds = Bounds { ancestors: 4_096, descendants: 4_096, depth: 4_096 };
const FOR_STRANGERS: Bounds = Bounds { ancestors: 40, descendants: 60, depth: 20 };
/// Most replies that are looked at, those included that the reader may not read.
const MOST_WALKED: i64 = 8_192;

/// Ancestors (root first) and descendants (depth first, oldest first; at most 4,096 for members, 60 with depth 20 for
/// strangers) that the viewer may read and wants to meet.
///
/// # Errors
/// [`crate::Error::NotFound`], whether the story is missing or hidden.
pub async fn context(core: &Core, viewer: AccountId, story: StoryId) -> Result<Context> {
    let bounds = if viewer == AccountId(0) { FOR_STRANGERS } else { FOR_MEMBERS };
    let mut conn = core.db.conn().await?;
    readable(&mut conn, viewer, story).await?;
    let above = ancestors(&mut conn, viewer, story, &bounds).await?;
    let below = descendants(&mut conn, viewer, story, &bounds).await?;
    let keys: Vec<EntryKey> = above.iter().chain(&below).copied().collect();
    let mut entries = hydrate(core, &mut conn, viewer, &keys).await?;
    // An ancestor that was deleted in between is missing from the entries, so they are told apart by their ids.
    let first_below = entries
        .iter()
        .position(|entry| !above.iter().any(|key| key.story == entry.view.story.id))
        .unwrap_or(entries.len());
    let descendants = entries.split_off(first_below);
    Ok(Context { ancestors: entries, descendants })
}

/// The thread around a story.
#[derive(Debug, Clone)]
pub struct Context {
    /// What it answers, root first.
    pub ancestors: Vec<Entry>,
    /// What answers it, depth first.
    pub descendants: Vec<Entry>,
}

async fn ancestors(
    conn: &mut Conn,
    viewer: AccountId,
    story: StoryId,
    bounds: &Bounds,
) -> Result<Vec<EntryKey>> {
    let rows = sql(concat!(
        "WITH RECURSIVE chain (id, parent_id, depth) AS ( \
           SELECT t.id, t.parent_id, 0 FROM stories t WHERE t.id = $2 \
           UNION ALL \
           SELECT p.id, p.parent_id, c.depth + 1 FROM chain c JOIN stories p ON p.id = c.parent_id WHERE c.depth < $3) \
         SELECT s.id AS story, NULL::bigint AS boost FROM chain c JOIN stories s ON s.id = c.id \
         WHERE c.depth > 0 AND ",
        visible!(),
        " AND ",
        wanted!(),
        " ORDER BY c.depth DESC"
    ))
    .bind::<BigInt, _>(viewer)
    .bind::<BigInt, _>(story)
    .bind::<Integer, _>(bounds.ancestors)
    .load::<Place>(conn)
    .await?;
    Ok(rows.into_iter().map(EntryKey::from).collect())
}

async fn descendants(
    conn: &mut Conn,
    viewer: AccountId,
    story: StoryId,
    bounds: &Bounds,
) -> Result<Vec<EntryKey>> {
    let rows = sql(concat!(
        "WITH RECURSIVE tree (id, path) AS ( \
           (SELECT r.id, ARRAY[r.id] FROM stories r WHERE r.parent_id = $2 ORDER BY r.id LIMIT $5) \
           UNION ALL \
           SELECT r.id, t.path || r.id FROM tree t CROSS JOIN LATERAL ( \
             SELECT c.id FROM stories c WHERE c.parent_id = t.id ORDER BY c.id LIMIT $5) r \
           WHERE array_length(t.path, 1) < $3), \
         walked AS MATERIALIZED (SELECT id, path FROM tree LIMIT $5) \
         SELECT s.id AS story, NULL::bigint AS boost FROM walked w JOIN stories s ON s.id = w.id WHERE ",
        visible!(),
        " AND ",
        wanted!(),
        " ORDER BY w.path LIMIT $4"
    ))
    .bind::<BigInt, _>(viewer)
    .bind::<BigInt, _>(story)
    .bind::<Integer, _>(bounds.depth)
    .bind::<BigInt, _>(bounds.descendants)
    .bind::<BigInt, _>(MOST_WALKED)
    .load::<Place>(conn)
    .await?;
    Ok(rows.into_iter().map(EntryKey::from).collect())
}
