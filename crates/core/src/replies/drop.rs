//! What waits under a story that looks for no replies is let go after a fortnight.

use crate::db::Conn;
use crate::ids::StoryId;
use crate::schema::stories;
use crate::sql::sql;
use crate::stories::delete;
use crate::{Core, Error, Result, interactions};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// How long an answer waits that nobody asked for.
pub const PATIENCE: TimeDelta = TimeDelta::days(14);

/// How many are let go at a time.
const BATCH: i64 = 100;

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
    #[diesel(sql_type = Bool)]
    local: bool,
}

/// Drops the answers that came 14 days ago under the wish for none, and that their story's author neither let in nor
/// declined; clock-driven. What came from another server is wiped, and that server told so; what was told here stays
/// with whoever told it, and waits no longer. Answers how many there were.
///
/// # Errors
/// When Postgres fails; the rest is dropped in the next round.
pub async fn due(core: &Core) -> Result<u64> {
    let mut conn = core.db.conn().await?;
    // 5 is Wish::NoReplies.
    let due = sql("SELECT s.id, s.local FROM stories s WHERE s.held_by IS NOT NULL AND s.deleted_at IS NULL \
                     AND s.declined_at IS NULL AND s.created_at <= $1 AND EXISTS ( \
                       SELECT 1 FROM tellings t JOIN stories o ON o.id = t.story_id \
                       WHERE t.story_id IN (s.parent_id, s.root_id) AND o.author_id = s.held_by AND t.wish = 5) \
                   ORDER BY s.created_at LIMIT $2")
    .bind::<Timestamptz, _>(core.now() - PATIENCE)
    .bind::<BigInt, _>(BATCH)
    .load::<Due>(&mut conn)
    .await?;
    let mut dropped = 0;
    for one in due {
        conn.transaction(async |tx| drop_one(core, tx, &one).await).await?;
        core.stories.forget(one.id);
        dropped += 1;
    }
    Ok(dropped)
}

async fn drop_one(core: &Core, tx: &mut Conn, one: &Due) -> Result<()> {
    let waits = stories::table
        .find(one.id.0)
        .filter(stories::held_by.is_not_null().and(stories::declined_at.is_null()))
        .filter(stories::deleted_at.is_null())
        .select(stories::id)
        .for_update()
        .first::<i64>(tx)
        .await
        .optional()?;
    if waits.is_none() {
        return Ok::<_, Error>(());
    }
    interactions::decide(core, tx, one.id, false).await?;
    if one.local {
        diesel::update(stories::table.find(one.id.0))
            .set(stories::declined_at.eq(core.now()))
            .execute(tx)
            .await?;
        return Ok(());
    }
    delete::bury(tx, &[one.id], core.now()).await
}
