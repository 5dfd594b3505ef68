//! Asks again for what was taken back, for seven days.

use super::receipts::PATIENCE;
use crate::{Federation, Result, outbound};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::ids::StoryId;
use hearth_core::sql::sql;
use hearth_core::stories::delete::ended_among;

/// How long a server is left alone that refused, or could not be reached.
const PAUSE: TimeDelta = TimeDelta::hours(12);
/// How many stories are asked for in one round.
const BATCH: i64 = 100;
/// How long it is kept who was asked and what came of it.
const KEPT: TimeDelta = TimeDelta::days(90);

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
}

/// Asks those again who refused, could not be reached or were given up on; clock-driven. Servers that a request is
/// still on its way to are asked by that one: the sender tries it again and again. Answers how many stories it was for.
///
/// # Errors
/// When Postgres fails.
pub async fn again(federation: &Federation) -> Result<u64> {
    let now = federation.core.now();
    let due = {
        let mut conn = federation.core.db.conn().await?;
        sql("SELECT DISTINCT h.story_id FROM handed h JOIN peers p ON p.id = h.peer_id \
             WHERE h.state IN (1, 3, 4) AND h.tried_at <= $1 AND h.asked_at > $2 AND p.state <> 2 \
             AND NOT EXISTS (SELECT 1 FROM activities a JOIN deliveries d ON d.activity_id = a.id \
               WHERE a.story_id = h.story_id AND a.kind = 'deletes' AND d.peer_id = h.peer_id) \
             LIMIT $3")
        .bind::<Timestamptz, _>(now - PAUSE)
        .bind::<Timestamptz, _>(now - PATIENCE)
        .bind::<BigInt, _>(BATCH)
        .load::<Due>(&mut conn)
        .await
        .map_err(Error::from)?
    };
    let mut asked = 0;
    for Due { story_id } in due {
        outbound::recall(federation, story_id, now - PAUSE).await?;
        asked += 1;
    }
    Ok(asked)
}

/// Forgets, after 90 days, what became of asking for a story back that has ended since; clock-driven. Of one that may yet
/// be handed out again it is kept who deleted it: they would not take the same id.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(federation: &Federation) -> Result<()> {
    let before = federation.core.now() - KEPT;
    let mut after = 0;
    loop {
        let mut conn = federation.core.db.conn().await?;
        let found =
            sql("SELECT DISTINCT story_id FROM handed WHERE story_id > $1 AND state <> 0 AND asked_at < $2 \
                         ORDER BY story_id LIMIT $3")
            .bind::<BigInt, _>(after)
            .bind::<Timestamptz, _>(before)
            .bind::<BigInt, _>(BATCH)
            .load::<Due>(&mut conn)
            .await
            .map_err(Error::from)?;
        drop(conn);
        let ids: Vec<StoryId> = found.into_iter().map(|due| due.story_id).collect();
        let Some(last) = ids.last() else { return Ok(()) };
        after = last.0;
        let ended = ended_among(&federation.core, &ids).await?;
        let mut conn = federation.core.db.conn().await?;
        sql("DELETE FROM handed WHERE story_id = ANY ($1) AND state <> 0 AND asked_at < $2")
            .bind::<Array<BigInt>, _>(&ended)
            .bind::<Timestamptz, _>(before)
            .execute(&mut conn)
            .await
            .map_err(Error::from)?;
    }
}
