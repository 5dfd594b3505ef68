//! Whoever tells a story says yes or no to an answer of another server.

use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{InteractionId, StoryId};
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;

#[derive(QueryableByName)]
pub(super) struct Settled {
    #[diesel(sql_type = BigInt)]
    pub(super) id: InteractionId,
}

/// Notes what was said of an answer that is held, in the caller's transaction, and records `Answered`. Nothing is said of
/// answers told here, nor of those to somebody else's words: over these nobody but their author has a say elsewhere.
pub(crate) async fn decide(core: &Core, tx: &mut Conn, reply: StoryId, accepted: bool) -> Result<()> {
    let settled = sql(
        "INSERT INTO interactions (id, slug, kind, story_id, actor_id, object_uri, accepted, created_at) \
         SELECT $2, $3, 0, p.id, r.author_id, r.uri, $4, $5 FROM stories r JOIN stories p ON p.id = r.parent_id \
         WHERE r.id = $1 AND NOT r.local AND p.local AND p.author_id = r.held_by \
         ON CONFLICT (story_id, object_uri, kind) DO UPDATE SET accepted = excluded.accepted RETURNING id",
    )
    .bind::<BigInt, _>(reply)
    .bind::<BigInt, _>(core.id())
    .bind::<Text, _>(core.chance.slug())
    .bind::<Bool, _>(accepted)
    .bind::<Timestamptz, _>(core.now())
    .load::<Settled>(tx)
    .await?;
    answered(core, tx, settled, accepted).await
}

/// Notes that an open answer of another server, just stored, is welcome under the wish for a circle, and records
/// `Answered`: other servers cannot know who is in the circle, and leave it out without the author's word.
pub(crate) async fn welcome(core: &Core, tx: &mut Conn, reply: StoryId) -> Result<()> {
    // 4 is Wish::Circle.
    let settled = sql(
        "INSERT INTO interactions (id, slug, kind, story_id, actor_id, object_uri, accepted, created_at) \
         SELECT $2, $3, 0, p.id, r.author_id, r.uri, true, $4 FROM stories r JOIN stories p ON p.id = r.parent_id \
         JOIN tellings t ON t.story_id = p.id AND t.wish = 4 \
         WHERE r.id = $1 AND NOT r.local AND r.held_by IS NULL AND r.audience IN (0, 1) AND p.local \
         ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind::<BigInt, _>(reply)
    .bind::<BigInt, _>(core.id())
    .bind::<Text, _>(core.chance.slug())
    .bind::<Timestamptz, _>(core.now())
    .load::<Settled>(tx)
    .await?;
    answered(core, tx, settled, true).await
}

async fn answered(core: &Core, tx: &mut Conn, settled: Vec<Settled>, accepted: bool) -> Result<()> {
    for Settled { id } in settled {
        event::record(core, tx, &Event::Answered { interaction: id, accepted }).await?;
    }
    Ok(())
}
