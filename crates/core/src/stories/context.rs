//! The thread around a story: what it answers and what answers it.

use super::entry::Entry;
use super::show::readable;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::restrictions::standing::{Standing, standing};
use crate::sql::{Binds, Sql, sql};
use crate::timelines::{Row, entries};
use crate::{Core, Result, apart, facts, shown};
use diesel::sql_types::{Array, BigInt, Integer, Text};
use diesel_async::RunQueryDsl;

/// How much of a thread is shown at once, and how deep.
struct Bounds {
    ancestors: i32,
    descendants: i64,
    depth: i32,
}

const FOR_MEMBERS: Bounds = Bounds { ancestors: 4_096, descendants: 4_096, depth: 4_096 };
const FOR_STRANGERS: Bounds = Bounds { ancestors: 40, descendants: 60, depth: 20 };
/// Whether the reader may read a story of the thread, and wants to meet it. What waits for somebody's yes stands there
/// for its author alone: whoever decides looks for it where it waits.
macro_rules! met {
    () => {
        concat!(
            shown!("$1"),
            " AND (s.author_id = $1 OR (s.held_by IS NULL AND ",
            apart!("s.author_id", "$3", "$4"),
            "))"
        )
    };
}

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
    let standing = standing(core, &mut conn, viewer).await?;
    let around = Around { viewer, story, standing: &standing, bounds };
    let above = around.ancestors(&mut conn).await?;
    let below = around.descendants(&mut conn).await?;
    Ok(Context {
        ancestors: entries(core, &mut conn, &standing, above).await?,
        descendants: entries(core, &mut conn, &standing, below).await?,
    })
}

/// The thread around a story.
#[derive(Debug, Clone)]
pub struct Context {
    /// What it answers, root first.
    pub ancestors: Vec<Entry>,
    /// What answers it, depth first.
    pub descendants: Vec<Entry>,
}

/// What is asked of a thread.
struct Around<'a> {
    viewer: AccountId,
    story: StoryId,
    standing: &'a Standing,
    bounds: Bounds,
}

impl Around<'_> {
    async fn ancestors(&self, conn: &mut Conn) -> Result<Vec<Row>> {
        let rows = sql(concat!(
            "WITH RECURSIVE chain (id, parent_id, depth) AS ( \
               SELECT t.id, t.parent_id, 0 FROM stories t WHERE t.id = $2 \
               UNION ALL \
               SELECT p.id, p.parent_id, c.depth + 1 FROM chain c JOIN stories p ON p.id = c.parent_id \
               WHERE c.depth < $5) \
             SELECT s.id AS story, NULL::bigint AS boost, ",
            facts!(),
            " FROM chain c JOIN stories s ON s.id = c.id WHERE c.depth > 0 AND ",
            met!(),
            " ORDER BY c.depth DESC"
        ));
        Ok(self.bound(rows).bind::<Integer, _>(self.bounds.ancestors).load::<Row>(conn).await?)
    }

    async fn descendants(&self, conn: &mut Conn) -> Result<Vec<Row>> {
        let rows = sql(concat!(
            "WITH RECURSIVE tree (id, path) AS ( \
               (SELECT r.id, int8send(r.id) FROM stories r WHERE r.parent_id = $2 ORDER BY r.id LIMIT $7) \
               UNION ALL \
               SELECT r.id, t.path || int8send(r.id) FROM tree t CROSS JOIN LATERAL ( \
                 SELECT c.id FROM stories c WHERE c.parent_id = t.id ORDER BY c.id LIMIT $7) r \
               WHERE length(t.path) < 8 * $5), \
             walked AS MATERIALIZED (SELECT id, path FROM tree LIMIT $7) \
             SELECT s.id AS story, NULL::bigint AS boost, ",
            facts!(),
            " FROM walked w JOIN stories s ON s.id = w.id WHERE ",
            met!(),
            " ORDER BY w.path LIMIT $6"
        ));
        Ok(self
            .bound(rows)
            .bind::<Integer, _>(self.bounds.depth)
            .bind::<BigInt, _>(self.bounds.descendants)
            .bind::<BigInt, _>(MOST_WALKED)
            .load::<Row>(conn)
            .await?)
    }

    /// `$1` to `$4` of both.
    fn bound(&self, text: Sql<()>) -> Sql<impl Binds + Send> {
        text.bind::<BigInt, _>(self.viewer)
            .bind::<BigInt, _>(self.story)
            .bind::<Array<BigInt>, _>(&self.standing.accounts)
            .bind::<Array<Text>, _>(&self.standing.hosts)
    }
}
