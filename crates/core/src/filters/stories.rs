//! Single stories that a filter holds for.

use super::change::{changed, own, within_bounds};
use super::model::FilteredStory;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::schema::filter_stories;
use crate::sql::sql;
use crate::stories::show::show_entry;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Puts a story into a filter; of a boost the story that it passes on. Whether it is missing or hidden, it is answered
/// alike.
///
/// # Errors
/// [`Error::NotFound`] when the filter is not the member's; [`Error::Invalid`] for a story that they may not read, or
/// that is in it already.
pub async fn add_story(core: &Core, member: AccountId, filter: i64, status: i64) -> Result<FilteredStory> {
    super::show(core, member, filter).await?;
    let story = match show_entry(core, member, status).await {
        Ok(entry) => entry.view.story.id,
        Err(Error::NotFound(_)) => return Err(Error::invalid("Validation failed: Status must exist")),
        Err(error) => return Err(error),
    };
    let mut conn = core.db.conn().await?;
    let added = conn
        .transaction(async |tx| {
            own(tx, member, filter).await?;
            let id = core.id();
            let new = diesel::insert_into(filter_stories::table)
                .values((
                    filter_stories::id.eq(id),
                    filter_stories::filter_id.eq(filter),
                    filter_stories::story_id.eq(story.0),
                ))
                .on_conflict((filter_stories::filter_id, filter_stories::story_id))
                .do_nothing()
                .execute(tx)
                .await?;
            if new == 0 {
                return Err(Error::invalid("Validation failed: Status has already been taken"));
            }
            within_bounds(tx, member).await?;
            Ok(FilteredStory { id, filter_id: filter, story_id: StoryId(story.0) })
        })
        .await?;
    changed(core, member);
    Ok(added)
}

/// A story in one of the member's filters.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs.
pub async fn show_story(core: &Core, member: AccountId, id: i64) -> Result<FilteredStory> {
    find(&mut *core.db.conn().await?, member, id).await
}

/// Takes a story out of a filter.
///
/// # Errors
/// [`Error::NotFound`] when it is not in one of the member's.
pub async fn remove_story(core: &Core, member: AccountId, id: i64) -> Result<()> {
    let mut conn = core.db.conn().await?;
    find(&mut conn, member, id).await?;
    diesel::delete(filter_stories::table.find(id)).execute(&mut conn).await?;
    changed(core, member);
    Ok(())
}

async fn find(conn: &mut Conn, member: AccountId, id: i64) -> Result<FilteredStory> {
    sql("SELECT t.id, t.filter_id, t.story_id FROM filter_stories t \
         JOIN filters f ON f.id = t.filter_id WHERE t.id = $2 AND f.account_id = $1")
    .bind::<BigInt, _>(member)
    .bind::<BigInt, _>(id)
    .get_result::<FilteredStory>(conn)
    .await
    .optional()?
    .ok_or(Error::NotFound("filtered story"))
}
