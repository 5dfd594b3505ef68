//! Looks stories up by what other servers name them.

use super::entry::EntryKey;
use crate::ids::{AccountId, BoostId, StoryId};
use crate::schema::stories;
use crate::sql::sql;
use crate::{Core, Result, boost_visible, visible};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel_async::RunQueryDsl;

/// The story with this ActivityPub id (or, for ours, page address); deleted ones are not found.
///
/// # Errors
/// When Postgres fails.
pub async fn by_uri(core: &Core, uri: &str) -> Result<Option<StoryId>> {
    let mut conn = core.db.conn().await?;
    let mut found = stories::table
        .filter(stories::uri.eq(uri).and(stories::deleted_at.is_null()))
        .select(stories::id)
        .first::<i64>(&mut conn)
        .await
        .optional()?;
    if found.is_none() && core.here.owns(uri) {
        let slug = uri.rsplit('/').next().unwrap_or_default();
        found = stories::table
            .filter(stories::slug.eq(slug).and(stories::url.eq(uri)).and(stories::deleted_at.is_null()))
            .select(stories::id)
            .first::<i64>(&mut conn)
            .await
            .optional()?;
        if found.is_none() {
            return super::anew::formerly(&mut conn, uri).await;
        }
    }
    Ok(found.map(StoryId))
}

#[derive(QueryableByName)]
struct Buried {
    #[diesel(sql_type = Bool)]
    buried: bool,
}

/// Whether a tombstone forbids this id.
///
/// # Errors
/// When Postgres fails.
pub async fn is_buried(core: &Core, uri: &str) -> Result<bool> {
    let found = sql("SELECT EXISTS (SELECT 1 FROM tombstones WHERE uri = $1) \
                         OR EXISTS (SELECT 1 FROM stories WHERE uri = $1 AND deleted_at IS NOT NULL) AS buried")
    .bind::<Text, _>(uri)
    .get_result::<Buried>(&mut *core.db.conn().await?)
    .await?;
    Ok(found.buried)
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
    #[diesel(sql_type = Text)]
    uri: String,
}

/// Replies to a story that anyone may read, by (id, uri), oldest first, after `after`: local and remote ones (for the
/// `replies` collection).
///
/// # Errors
/// When Postgres fails.
pub async fn open_replies(
    core: &Core,
    story: StoryId,
    after: i64,
    limit: i64,
) -> Result<Vec<(StoryId, String)>> {
    let rows = sql(concat!(
        "SELECT s.id, s.uri FROM stories s WHERE s.parent_id = $2 AND s.id > $3 AND s.audience IN (0, 1) AND ",
        visible!(),
        " ORDER BY s.id LIMIT $4"
    ))
    .bind::<BigInt, _>(0_i64)
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(limit)
    .load::<Named>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.uri)).collect())
}

/// Stories of a thread that anyone may read, by (id, uri), oldest first, after `after` (for the `context` collection of
/// a locally rooted thread).
///
/// # Errors
/// When Postgres fails.
pub async fn open_thread(
    core: &Core,
    root: StoryId,
    after: i64,
    limit: i64,
) -> Result<Vec<(StoryId, String)>> {
    let rows = sql(concat!(
        "SELECT s.id, s.uri FROM stories s WHERE s.root_id = $2 AND s.id > $3 AND s.audience IN (0, 1) AND ",
        visible!(),
        " ORDER BY s.id LIMIT $4"
    ))
    .bind::<BigInt, _>(0_i64)
    .bind::<BigInt, _>(root)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(limit)
    .load::<Named>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.uri)).collect())
}

/// The local story with this slug, if a thread starts with it and the reader may read it (for the `context` collection).
///
/// # Errors
/// When Postgres fails.
pub async fn thread_root(core: &Core, viewer: AccountId, slug: &str) -> Result<Option<StoryId>> {
    let row = sql(concat!(
        "SELECT s.id, s.uri FROM stories s WHERE s.root_id = s.id AND s.slug = coalesce((SELECT n.slug \
           FROM former_ids f JOIN stories n ON n.id = f.story_id WHERE f.slug = $2), $2) AND ",
        visible!()
    ))
    .bind::<BigInt, _>(viewer)
    .bind::<Text, _>(slug)
    .get_result::<Named>(&mut *core.db.conn().await?)
    .await
    .optional()?;
    Ok(row.map(|row| row.id))
}

/// A place in a list, as statements answer it.
#[derive(Debug, QueryableByName)]
pub(crate) struct Place {
    #[diesel(sql_type = BigInt)]
    story: StoryId,
    #[diesel(sql_type = Nullable<BigInt>)]
    boost: Option<BoostId>,
}

impl From<Place> for EntryKey {
    fn from(place: Place) -> Self {
        Self { story: place.story, boost: place.boost }
    }
}

/// Open stories and boosts of a local account, newest first, below `below` (for the outbox).
///
/// # Errors
/// When Postgres fails.
pub async fn outbox(core: &Core, account: AccountId, below: i64, limit: i64) -> Result<Vec<EntryKey>> {
    let rows = sql(concat!(
        "SELECT o.story, o.boost FROM ( \
           (SELECT s.id AS entry, s.id AS story, NULL::bigint AS boost FROM stories s \
            WHERE s.author_id = $2 AND s.id < $3 AND s.audience IN (0, 1) AND ",
        visible!(),
        "   ORDER BY s.id DESC LIMIT $4) \
           UNION ALL \
           (SELECT b.id, s.id, b.id FROM boosts b JOIN stories s ON s.id = b.story_id \
            WHERE b.account_id = $2 AND b.id < $3 AND s.audience IN (0, 1) AND ",
        visible!(),
        " AND ",
        boost_visible!(),
        "   ORDER BY b.id DESC LIMIT $4)) o ORDER BY o.entry DESC LIMIT $4"
    ))
    .bind::<BigInt, _>(0_i64)
    .bind::<BigInt, _>(account)
    .bind::<BigInt, _>(below)
    .bind::<BigInt, _>(limit)
    .load::<Place>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(EntryKey::from).collect())
}

/// Notes that the replies of a remote story were fetched now.
///
/// # Errors
/// When Postgres fails.
pub async fn note_replies_fetched(core: &Core, story: StoryId) -> Result<()> {
    diesel::update(stories::table.find(story.0))
        .set(stories::replies_fetched_at.eq(core.now()))
        .execute(&mut *core.db.conn().await?)
        .await?;
    core.stories.forget(story);
    Ok(())
}
