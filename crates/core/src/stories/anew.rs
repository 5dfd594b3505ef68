//! A story that other servers deleted when they were asked to gets another id before they are handed it again: none of
//! them takes an id twice.

use crate::db::Conn;
use crate::ids::StoryId;
use crate::schema::{accounts, former_ids, stories};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Gives a story of ours another id and address, for the change of audience that was made at `at`; again for the same
/// change: nothing. Answers with its replies of this server name it by the new id; those of other servers still find it
/// by the former. Answers the id it had before.
///
/// # Errors
/// [`Error::NotFound`] when there is no such story of ours.
pub async fn rename(core: &Core, story: StoryId, at: DateTime<Utc>) -> Result<String> {
    let mut conn = core.db.conn().await?;
    let former = conn.transaction(async |tx| rename_in(core, tx, story, at).await).await?;
    core.stories.forget(story);
    Ok(former)
}

/// The same, in the caller's transaction.
///
/// # Errors
/// As [`rename`].
pub(crate) async fn rename_in(
    core: &Core,
    tx: &mut Conn,
    story: StoryId,
    at: DateTime<Utc>,
) -> Result<String> {
    let (uri, slug, author): (String, Option<String>, i64) = stories::table
        .find(story.0)
        .filter(stories::local)
        .select((stories::uri, stories::slug, stories::author_id))
        .for_update()
        .first(tx)
        .await
        .optional()?
        .ok_or(Error::NotFound("story"))?;
    if let Some(former) = since(tx, story, at).await? {
        return Ok(former);
    }
    let name: String = accounts::table.find(author).select(accounts::name).first(tx).await?;
    let new = core.chance.slug();
    let new_uri = core.here.story_uri(&name, &new);
    diesel::insert_into(former_ids::table)
        .values((
            former_ids::uri.eq(&uri),
            former_ids::story_id.eq(story.0),
            former_ids::slug.eq(slug.unwrap_or_default()),
            former_ids::until.eq(at),
        ))
        .execute(tx)
        .await?;
    diesel::update(stories::table.find(story.0))
        .set((
            stories::uri.eq(&new_uri),
            stories::url.eq(core.here.story_url(&name, &new)),
            stories::slug.eq(&new),
        ))
        .execute(tx)
        .await?;
    diesel::update(stories::table.filter(stories::parent_id.eq(story.0).and(stories::local)))
        .set(stories::parent_uri.eq(&new_uri))
        .execute(tx)
        .await?;
    Ok(uri)
}

async fn since(tx: &mut Conn, story: StoryId, at: DateTime<Utc>) -> Result<Option<String>> {
    Ok(former_ids::table
        .filter(former_ids::story_id.eq(story.0).and(former_ids::until.eq(at)))
        .select(former_ids::uri)
        .first(tx)
        .await
        .optional()?)
}

/// The story of ours that had this id before.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn formerly(conn: &mut Conn, uri: &str) -> Result<Option<StoryId>> {
    let found = former_ids::table
        .inner_join(stories::table)
        .filter(former_ids::uri.eq(uri).and(stories::deleted_at.is_null()))
        .select(former_ids::story_id)
        .first::<i64>(conn)
        .await
        .optional()?;
    Ok(found.map(StoryId))
}

/// Where the page of a story of ours is now whose address held `slug` before; whether one may read it is asked there.
///
/// # Errors
/// When Postgres fails.
pub async fn moved_from(core: &Core, slug: &str) -> Result<Option<String>> {
    Ok(former_ids::table
        .inner_join(stories::table)
        .filter(former_ids::slug.eq(slug).and(stories::deleted_at.is_null()))
        .filter(stories::audience.le(1))
        .select(stories::url)
        .first(&mut *core.db.conn().await?)
        .await
        .optional()?)
}

/// A server lists an answer below a story of its own: if that answer hangs below another story of the same author which
/// is gone (folded away, and now back under another id), it hangs below this one from now on, with all that answers it.
///
/// # Errors
/// When Postgres fails.
pub async fn take_over(core: &Core, story: StoryId, answer: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let moved = sql("WITH RECURSIVE taken AS ( \
                       SELECT r.id, n.root_id FROM stories r JOIN stories p ON p.id = r.parent_id \
                       JOIN stories n ON n.id = $1 AND n.author_id = p.author_id AND n.id <> p.id \
                       WHERE r.id = $2 AND p.deleted_at IS NOT NULL AND NOT p.local AND NOT n.local \
                         AND n.deleted_at IS NULL AND n.root_id <> r.id), \
                     below AS (SELECT id FROM taken UNION SELECT s.id FROM stories s JOIN below b ON s.parent_id = b.id) \
                     UPDATE stories s SET root_id = t.root_id, \
                       parent_id = CASE WHEN s.id = t.id THEN $1 ELSE s.parent_id END \
                     FROM taken t WHERE s.id IN (SELECT id FROM below) RETURNING s.id")
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(answer)
    .load::<Moved>(&mut conn)
    .await?;
    for moved in moved {
        core.stories.forget(moved.id);
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Moved {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
}
