//! Who asks a member, what they agreed to, and what shows under a story.

use super::model::{Link, State};
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::{Entry, EntryKey, show};
use crate::{Core, Result, visible, wanted};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, SmallInt};
use diesel_async::RunQueryDsl;

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = BigInt)]
    story: StoryId,
    #[diesel(sql_type = BigInt)]
    source: StoryId,
}

/// Stories that name one of the member's and stand in `state`, each with the one it names, oldest first, after `after`.
/// Those of people they block or mute are left out.
///
/// # Errors
/// When Postgres fails.
pub async fn of_member(
    core: &Core,
    member: AccountId,
    state: State,
    after: i64,
    limit: i64,
) -> Result<Vec<(Entry, StoryId)>> {
    let mut conn = core.db.conn().await?;
    let pairs = sql(concat!(
        "SELECT i.story_id AS story, i.source_id AS source FROM inspirations i JOIN stories s ON s.id = i.story_id \
         WHERE i.source_author = $1 AND i.state = $2 AND i.story_id > $3 AND i.source_id IS NOT NULL \
           AND s.author_id <> $1 AND ",
        visible!(),
        " AND ",
        wanted!(),
        " ORDER BY i.story_id LIMIT $4"
    ))
    .bind::<BigInt, _>(member)
    .bind::<SmallInt, _>(state as i16)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(limit)
    .load::<Pair>(&mut conn)
    .await?;
    let keys: Vec<EntryKey> = pairs.iter().map(|pair| EntryKey { story: pair.story, boost: None }).collect();
    let entries = hydrate(core, &mut conn, member, &keys).await?;
    let source = |entry: &Entry| pairs.iter().find(|pair| pair.story == entry.view.story.id);
    Ok(entries
        .into_iter()
        .filter_map(|entry| source(&entry).map(|pair| pair.source).map(|id| (entry, id)))
        .collect())
}

/// Stories that `source` gave courage, as its author agreed to show: those that the reader may read, oldest first,
/// after `after`.
///
/// # Errors
/// [`crate::Error::NotFound`] when the reader may not read `source`.
pub async fn under(
    core: &Core,
    reader: AccountId,
    source: StoryId,
    after: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    show::show(core, reader, source).await?;
    let mut conn = core.db.conn().await?;
    let pairs = sql(concat!(
        "SELECT i.story_id AS story, i.source_id AS source FROM inspirations i JOIN stories s ON s.id = i.story_id \
         WHERE i.source_id = $2 AND i.state = 2 AND i.story_id > $3 AND ",
        visible!(),
        " AND ",
        wanted!(),
        " ORDER BY i.story_id LIMIT $4"
    ))
    .bind::<BigInt, _>(reader)
    .bind::<BigInt, _>(source)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(limit)
    .load::<Pair>(&mut conn)
    .await?;
    let keys: Vec<EntryKey> = pairs.iter().map(|pair| EntryKey { story: pair.story, boost: None }).collect();
    hydrate(core, &mut conn, reader, &keys).await
}

/// What is known of the story that `story` names, for telling other servers.
///
/// # Errors
/// When Postgres fails.
pub async fn link(core: &Core, story: StoryId) -> Result<Option<Link>> {
    let found = sql(
        "SELECT s.id AS story, s.author_id AS author, s.uri AS story_uri, i.source_author, i.source_uri, \
                       i.state, i.offer_uri, i.answer_uri \
                     FROM inspirations i JOIN stories s ON s.id = i.story_id \
                     WHERE i.story_id = $1 AND s.deleted_at IS NULL",
    )
    .bind::<BigInt, _>(story)
    .get_result::<Link>(&mut *core.db.conn().await?)
    .await
    .optional()?;
    Ok(found)
}
