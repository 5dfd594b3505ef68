//! Asks again for what was taken back, for seven days.

use super::receipts::PATIENCE;
use crate::{Federation, Result, outbound};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::ids::StoryId;
use hearth_core::sql::sql;

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

/// Forgets, after 90 days, what became of asking for a story back; clock-driven.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(federation: &Federation) -> Result<()> {
    let mut conn = federation.core.db.conn().await?;
    sql("DELETE FROM handed WHERE state <> 0 AND asked_at < $1")
        .bind::<Timestamptz, _>(federation.core.now() - KEPT)
        .execute(&mut conn)
        .await
        .map_err(Error::from)?;
    Ok(())
}
