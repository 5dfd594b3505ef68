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
    for Settled { id } in settled {
        event::record(core, tx, &Event::Answered { interaction: id, accepted }).await?;
    }
    Ok(())
}
