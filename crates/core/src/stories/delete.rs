//! A story is deleted; a tombstone stays.

use super::receive;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::heard::answer;
use crate::ids::{AccountId, StoryId};
use crate::lineage::withdraw;
use crate::schema::{stories, tombstones};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// The author deletes: content is wiped, the row stays as a tombstone (the thread holds together), feeds,
/// notifications, pins, boosts and favourites go; files an hour later, for a story told again. Who was mentioned stays, since they must be told. Records
/// `StoryDeleted`.
///
/// # Errors
/// [`Error::NotFound`] when there is no such story of this author.
pub async fn delete(core: &Core, author: &Account, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let own = stories::table
            .find(story.0)
            .filter(stories::author_id.eq(author.id.0).and(stories::local).and(stories::deleted_at.is_null()))
            .select(stories::id)
            .for_update()
            .first::<i64>(tx)
            .await
            .optional()?;
        own.ok_or(Error::NotFound("story"))?;
        let holders = holders(tx, story).await?;
        withdraw::ended(core, tx, &[story]).await?;
        crate::media::drop::set_free(core, tx, story).await?;
        bury(tx, &[story], core.now()).await?;
        event::record(core, tx, &Event::StoryDeleted { story, holders }).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

#[derive(QueryableByName)]
struct Holder {
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
}

/// Accounts of other servers that passed the story on or liked it.
async fn holders(tx: &mut Conn, story: StoryId) -> Result<Vec<AccountId>> {
    let rows = sql("SELECT a.id AS account_id FROM accounts a WHERE a.host IS NOT NULL AND a.id IN ( \
                      SELECT account_id FROM boosts WHERE story_id = $1 \
                      UNION ALL SELECT account_id FROM favourites WHERE story_id = $1) ORDER BY a.id")
    .bind::<BigInt, _>(story)
    .load::<Holder>(tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// Another server deleted `uri`, which belongs to `author`: as above, records `StoryDeletionReceived`; if unknown, the
/// tombstone alone is kept so that a late Create of theirs has no effect. `uri` of somebody else: nothing.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_deletion(core: &Core, author: &Account, uri: &str) -> Result<()> {
    if core.here.owns(uri) {
        return Ok(());
    }
    let mut conn = core.db.conn().await?;
    let buried = conn
        .transaction(async |tx| {
            receive::lock(tx, uri).await?;
            let known = stories::table
                .filter(stories::uri.eq(uri))
                .select((stories::id, stories::author_id, stories::deleted_at))
                .for_update()
                .first::<(i64, i64, Option<DateTime<Utc>>)>(tx)
                .await
                .optional()?;
            if known.is_some_and(|(_, owner, _)| owner != author.id.0) {
                return Ok::<_, Error>(None);
            }
            let name = if known.is_some() { uri.to_owned() } else { name_of_unknown(uri, &author.uri) };
            diesel::insert_into(tombstones::table)
                .values((tombstones::uri.eq(name), tombstones::at.eq(core.now())))
                .on_conflict_do_nothing()
                .execute(tx)
                .await?;
            let Some((id, _, None)) = known else {
                return Ok(None);
            };
            let story = StoryId(id);
            withdraw::ended(core, tx, &[story]).await?;
            bury(tx, &[story], core.now()).await?;
            event::record(core, tx, &Event::StoryDeletionReceived { story }).await?;
            Ok(Some(story))
        })
        .await?;
    if let Some(story) = buried {
        core.stories.forget(story);
    }
    Ok(())
}

/// The name a tombstone stands under where the story is not known here. Nothing proves yet whose the story is: unless
/// its id lies under that of `author`, the tombstone holds for stories of theirs alone, so that nobody keeps a
/// neighbour's from being read here.
pub(crate) fn name_of_unknown(uri: &str, author: &str) -> String {
    let own = uri.strip_prefix(author).is_some_and(|rest| rest.starts_with(['/', '#', '?']));
    if own { uri.to_owned() } else { format!("{uri} by {author}") }
}

/// Forgets which ids were deleted more than 90 days ago, long after anything said of them can arrive; clock-driven.
/// Stories that stood here keep their own tombstones. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<usize> {
    let before = core.now() - TimeDelta::days(90);
    let mut conn = core.db.conn().await?;
    Ok(diesel::delete(tombstones::table.filter(tombstones::at.lt(before))).execute(&mut conn).await?)
}

/// Those of these stories that have ended for good.
///
/// # Errors
/// When Postgres fails.
pub async fn ended_among(core: &Core, ids: &[StoryId]) -> Result<Vec<StoryId>> {
    let living: Vec<i64> = stories::table
        .filter(stories::id.eq_any(ids.iter().map(|id| id.0)).and(stories::deleted_at.is_null()))
        .select(stories::id)
        .load(&mut *core.db.conn().await?)
        .await?;
    Ok(ids.iter().copied().filter(|id| !living.contains(&id.0)).collect())
}

/// Wipes stories and all that hangs on them, in the caller's transaction; afterwards the caller has them forgotten.
/// Mentions stay: whoever was told must be told of the end.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn bury(tx: &mut Conn, ids: &[StoryId], now: DateTime<Utc>) -> Result<()> {
    sql("WITH gone_attachments AS (DELETE FROM attachments WHERE story_id = ANY($1)), \
              gone_media AS (DELETE FROM media WHERE story_id = ANY($1) RETURNING file, preview), \
              gone_files AS (INSERT INTO dropped_files (name) SELECT unnest(ARRAY[file, preview]) FROM gone_media \
                             ON CONFLICT DO NOTHING), \
              gone_tags AS (DELETE FROM story_tags WHERE story_id = ANY($1)), \
              gone_edits AS (DELETE FROM story_edits WHERE story_id = ANY($1)), \
              gone_favourites AS (DELETE FROM favourites WHERE story_id = ANY($1)), \
              gone_chapters AS (DELETE FROM chapters WHERE story_id = ANY($1)), \
              gone_pins AS (DELETE FROM pins WHERE story_id = ANY($1)), \
              gone_polls AS (DELETE FROM polls WHERE story_id = ANY($1)), \
              gone_stamps AS (DELETE FROM quote_stamps WHERE story_id = ANY($1)), \
              gone_notifications AS (DELETE FROM notifications WHERE story_id = ANY($1)), \
              gone_feed AS (DELETE FROM feed WHERE story_id = ANY($1)) \
         UPDATE stories SET deleted_at = $2, title = '', content_html = '', source = '', summary = '', \
                sensitive = false, language = NULL, emojis = '[]' \
         WHERE id = ANY($1)")
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    // Apart, since the places that a boost has in feeds go with it, and a row can go only once in a statement.
    sql("DELETE FROM boosts WHERE story_id = ANY($1)").bind::<Array<BigInt>, _>(ids).execute(tx).await?;
    answer::again(tx, ids).await
}
