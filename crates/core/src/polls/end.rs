//! Polls end, and other servers hear how they stand.

use crate::event::{self, Event};
use crate::ids::StoryId;
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// How many are looked at at a time.
const BATCH: i64 = 100;
/// How long votes gather before other servers are told of them.
const GATHERING: TimeDelta = TimeDelta::minutes(3);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
}

/// Ends the polls whose time has come and says how those of ours stand; clock-driven. Records `PollEnded` and
/// `PollChanged`. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn due(core: &Core) -> Result<u64> {
    let mut conn = core.db.conn().await?;
    let (ended, changed) = conn
        .transaction(async |tx| {
            let ended = sql("UPDATE polls SET ended = true, changed_at = NULL, version = version + 1 \
                 WHERE story_id IN (SELECT story_id FROM polls WHERE NOT ended AND ends_at <= $1 \
                                    ORDER BY ends_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING story_id")
            .bind::<Timestamptz, _>(core.now())
            .bind::<BigInt, _>(BATCH)
            .load::<Row>(tx)
            .await?;
            let changed = sql("UPDATE polls SET changed_at = NULL \
                 WHERE story_id IN (SELECT story_id FROM polls WHERE changed_at <= $1 \
                                    ORDER BY changed_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING story_id")
            .bind::<Timestamptz, _>(core.now() - GATHERING)
            .bind::<BigInt, _>(BATCH)
            .load::<Row>(tx)
            .await?;
            let at = core.now();
            for row in &ended {
                event::record(core, tx, &Event::PollEnded { story: row.story_id, at }).await?;
            }
            for row in &changed {
                event::record(core, tx, &Event::PollChanged { story: row.story_id, at }).await?;
            }
            Ok::<_, Error>((ended, changed))
        })
        .await?;
    for row in ended.iter().chain(&changed) {
        core.stories.forget(row.story_id);
    }
    Ok(u64::try_from(ended.len() + changed.len()).unwrap_or(u64::MAX))
}
