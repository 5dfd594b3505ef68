//! Files that nobody needs any more go: first their rows, then, once that is certain, the files.

use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, AttachmentId, StoryId};
use crate::schema::{dropped_files, media};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// How long a file may wait for its story.
const PATIENCE: TimeDelta = TimeDelta::hours(24);
/// How long it stays after its story was deleted, so that the story can be told again with it.
const AFTERWARDS: TimeDelta = TimeDelta::hours(1);
/// How much later than it might a file goes that no row came to need.
const SLACK: TimeDelta = TimeDelta::minutes(10);
/// Files handed out to be removed at once.
const BATCH: i64 = 500;

/// The owner drops a file that is in no story.
///
/// # Errors
/// [`Error::NotFound`] where they have none with this id; [`Error::Invalid`] where it stands in a story.
pub async fn drop(core: &Core, owner: &Account, id: AttachmentId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let story = media::table
            .find(id.0)
            .filter(media::account_id.eq(owner.id.0))
            .select(media::story_id)
            .for_update()
            .first::<Option<i64>>(tx)
            .await
            .optional()?;
        match story {
            None => Err(Error::NotFound("media")),
            Some(Some(_)) => Err(Error::invalid("Media attachment is currently used by a status")),
            Some(None) => these(tx, &[id]).await,
        }
    })
    .await
}

/// Drops what stood in no story and in no draft for a day; clock-driven. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn sweep(core: &Core) -> Result<usize> {
    let dropped = sql("WITH gone AS (DELETE FROM media m WHERE m.story_id IS NULL AND m.created_at < $1 \
                         AND NOT EXISTS (SELECT FROM drafts d WHERE d.account_id = m.account_id \
                                         AND d.content->'media_ids' ? m.id::text) \
                         RETURNING m.file, m.preview, m.raw) \
                       INSERT INTO dropped_files (name) SELECT n FROM gone, unnest(ARRAY[file, preview, raw]) n \
                       WHERE n <> '' ON CONFLICT DO NOTHING")
        .bind::<Timestamptz, _>(core.now() - PATIENCE)
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(dropped)
}

/// Names of files to be removed from where they are kept. Those that were about to be written and that no row needed in
/// time are among them, a while later, so that none goes while a row comes to need it.
///
/// # Errors
/// When Postgres fails.
pub async fn files(core: &Core) -> Result<Vec<String>> {
    let mut conn = core.db.conn().await?;
    let late =
        dropped_files::after.is_null().or(dropped_files::after.lt(core.now() - SLACK).assume_not_null());
    Ok(dropped_files::table
        .filter(late)
        .order(dropped_files::name)
        .limit(BATCH)
        .select(dropped_files::name)
        .load(&mut conn)
        .await?)
}

/// These files are removed.
///
/// # Errors
/// When Postgres fails.
pub async fn removed(core: &Core, names: &[String]) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(dropped_files::table.filter(dropped_files::name.eq_any(names))).execute(&mut conn).await?;
    Ok(())
}

/// Sets the files of a story free that its author deletes, in the caller's transaction: apps offer to tell it again.
pub(crate) async fn set_free(core: &Core, tx: &mut Conn, story: StoryId) -> Result<()> {
    diesel::update(media::table.filter(media::story_id.eq(story.0)))
        .set((media::story_id.eq(None::<i64>), media::created_at.eq(core.now() - PATIENCE + AFTERWARDS)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Drops the pictures of an account of ours that make room for new ones or go with it, in the caller's transaction.
pub(crate) async fn replaced(tx: &mut Conn, account: AccountId, avatar: bool, header: bool) -> Result<()> {
    if !avatar && !header {
        return Ok(());
    }
    sql("INSERT INTO dropped_files (name) SELECT split_part(v.url, '/media/', 2) FROM accounts a, \
             LATERAL (VALUES (a.profile->>'avatar', $2), (a.profile->>'header', $3)) AS v (url, goes) \
         WHERE a.id = $1 AND a.host IS NULL AND v.goes AND split_part(v.url, '/media/', 2) <> '' ON CONFLICT DO NOTHING")
    .bind::<BigInt, _>(account)
    .bind::<Bool, _>(avatar)
    .bind::<Bool, _>(header)
    .execute(tx)
    .await?;
    Ok(())
}

/// Drops files in the caller's transaction.
pub(super) async fn names(tx: &mut Conn, names: &[String]) -> Result<()> {
    let rows: Vec<_> = names.iter().map(|name| dropped_files::name.eq(name)).collect();
    diesel::insert_into(dropped_files::table).values(rows).on_conflict_do_nothing().execute(tx).await?;
    Ok(())
}

/// Drops rows in the caller's transaction; their files follow once it has committed.
pub(super) async fn these(tx: &mut Conn, ids: &[AttachmentId]) -> Result<()> {
    sql("WITH gone AS (DELETE FROM media WHERE id = ANY($1) RETURNING file, preview, raw) \
         INSERT INTO dropped_files (name) SELECT n FROM gone, unnest(ARRAY[file, preview, raw]) n \
         WHERE n <> '' ON CONFLICT DO NOTHING")
    .bind::<Array<BigInt>, _>(ids)
    .execute(tx)
    .await?;
    Ok(())
}
