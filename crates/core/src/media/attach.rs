//! Files come to stand in a story, in the transaction that tells or changes it.

use super::{Described, describe, drop};
use crate::db::Conn;
use crate::ids::{AccountId, AttachmentId, StoryId};
use crate::schema::attachments;
use crate::sql::sql;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

/// Hangs files of the author's on their new story, in this order.
///
/// # Errors
/// [`Error::Invalid`] where one is not theirs, not there, or in another story.
pub(crate) async fn attach(
    core: &Core,
    tx: &mut Conn,
    author: AccountId,
    story: StoryId,
    ids: &[AttachmentId],
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    claim(tx, author, story, ids).await?;
    write(core, tx, story, ids).await
}

/// Lets a story have these files and no others, described anew. Answers whether anything differs now.
///
/// # Errors
/// As [`attach`].
pub(crate) async fn replace(
    core: &Core,
    tx: &mut Conn,
    author: AccountId,
    story: StoryId,
    (ids, said): (&[AttachmentId], &[Described]),
) -> Result<bool> {
    let had = attachments::table
        .filter(attachments::story_id.eq(story.0))
        .order(attachments::position)
        .select(attachments::id)
        .load::<i64>(tx)
        .await?;
    let had: Vec<AttachmentId> = had.into_iter().map(AttachmentId).collect();
    let (mut changed, new) = (had != ids, without(ids, &had));
    if !new.is_empty() {
        claim(tx, author, story, &new).await?;
    }
    for one in said {
        changed |= describe::in_story(tx, author, story, one).await?;
    }
    if !changed {
        return Ok(false);
    }
    diesel::delete(attachments::table.filter(attachments::story_id.eq(story.0))).execute(tx).await?;
    drop::these(tx, &without(&had, ids)).await?;
    write(core, tx, story, ids).await?;
    Ok(true)
}

fn without(some: &[AttachmentId], others: &[AttachmentId]) -> Vec<AttachmentId> {
    some.iter().copied().filter(|id| !others.contains(id)).collect()
}

async fn claim(tx: &mut Conn, author: AccountId, story: StoryId, ids: &[AttachmentId]) -> Result<()> {
    let claimed =
        sql("UPDATE media SET story_id = $2 WHERE id = ANY($3) AND account_id = $1 AND story_id IS NULL AND file <> ''")
            .bind::<BigInt, _>(author)
            .bind::<BigInt, _>(story)
            .bind::<Array<BigInt>, _>(ids)
            .execute(tx)
            .await?;
    if claimed == ids.len() {
        return Ok(());
    }
    let working = sql("SELECT id FROM media WHERE id = ANY($2) AND account_id = $1 AND raw IS NOT NULL")
        .bind::<BigInt, _>(author)
        .bind::<Array<BigInt>, _>(ids)
        .execute(tx)
        .await?;
    Err(Error::invalid(if working > 0 {
        "Cannot attach files that have not finished processing. Try again in a moment!"
    } else {
        "Validation failed: Media not found or already attached to another post"
    }))
}

async fn write(core: &Core, tx: &mut Conn, story: StoryId, ids: &[AttachmentId]) -> Result<()> {
    sql("INSERT INTO attachments (id, story_id, position, media_type, url, preview_url, description, blurhash, width, \
                height, focus_x, focus_y, film) \
         SELECT m.id, $1, w.position - 1, m.media_type, $3 || m.file, $3 || nullif(m.preview, ''), m.description, \
                m.blurhash, m.width, m.height, m.focus_x, m.focus_y, m.film \
         FROM unnest($2) WITH ORDINALITY AS w (id, position) JOIN media m ON m.id = w.id AND m.story_id = $1")
    .bind::<BigInt, _>(story)
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Text, _>(core.here.media_url(""))
    .execute(tx)
    .await?;
    Ok(())
}
