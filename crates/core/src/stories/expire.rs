//! A story ends by itself, at a time its author chose.

use super::delete;
use crate::accounts::queries;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::schema::expiries;
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

/// How many are ended at a time.
const BATCH: i64 = 100;

/// Chooses when a story of the author's ends by itself; `None` takes that back.
///
/// # Errors
/// [`Error::NotFound`] when there is no such story of theirs, [`Error::Invalid`] for a time that is over.
pub async fn choose(core: &Core, author: AccountId, story: StoryId, at: Option<DateTime<Utc>>) -> Result<()> {
    if at.is_some_and(|at| at <= core.now()) {
        return Err(Error::invalid("Validation failed: Expiry must lie ahead"));
    }
    let mut conn = core.db.conn().await?;
    let own = sql("SELECT 1 FROM stories WHERE id = $1 AND author_id = $2 AND local AND deleted_at IS NULL")
        .bind::<BigInt, _>(story)
        .bind::<BigInt, _>(author)
        .execute(&mut conn)
        .await?;
    if own == 0 {
        return Err(Error::NotFound("story"));
    }
    match at {
        Some(at) => set(&mut conn, story, at).await,
        None => {
            diesel::delete(expiries::table.find(story.0)).execute(&mut conn).await?;
            Ok(())
        }
    }
}

/// When a story ends by itself.
///
/// # Errors
/// When Postgres fails.
pub async fn of(core: &Core, story: StoryId) -> Result<Option<DateTime<Utc>>> {
    let mut conn = core.db.conn().await?;
    let at = expiries::table.find(story.0).select(expiries::expires_at).first(&mut conn).await.optional()?;
    Ok(at)
}

/// Writes it down, in the caller's transaction.
pub(super) async fn set(conn: &mut Conn, story: StoryId, at: DateTime<Utc>) -> Result<()> {
    diesel::insert_into(expiries::table)
        .values((expiries::story_id.eq(story.0), expiries::expires_at.eq(at)))
        .on_conflict(expiries::story_id)
        .do_update()
        .set(expiries::expires_at.eq(at))
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
    #[diesel(sql_type = BigInt)]
    author_id: AccountId,
}

/// Ends the stories whose time has come; clock-driven. An open report of a story keeps it until somebody has looked at
/// it. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn due(core: &Core) -> Result<u64> {
    let mut conn = core.db.conn().await?;
    let due = sql("SELECT s.id, s.author_id FROM expiries x JOIN stories s ON s.id = x.story_id \
                   WHERE NOT x.expired AND x.expires_at <= $1 AND NOT EXISTS (SELECT 1 FROM reports r \
                     WHERE r.target_id = s.author_id AND r.resolved_at IS NULL AND s.uri = ANY(r.story_uris)) \
                   ORDER BY x.expires_at LIMIT $2")
    .bind::<Timestamptz, _>(core.now())
    .bind::<BigInt, _>(BATCH)
    .load::<Due>(&mut conn)
    .await?;
    let mut ended = 0;
    for Due { id, author_id } in due {
        let author = match queries::by_id(core, author_id).await {
            Ok(author) => Some(author),
            Err(Error::NotFound(_) | Error::Gone(_)) => None,
            Err(error) => return Err(error),
        };
        // Noted last: a process that is killed in between finds nothing left to delete in the next round.
        if let Some(author) = author {
            match delete::delete(core, &author, id).await {
                Ok(()) | Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        diesel::update(expiries::table.find(id.0)).set(expiries::expired.eq(true)).execute(&mut conn).await?;
        ended += 1;
    }
    Ok(ended)
}
