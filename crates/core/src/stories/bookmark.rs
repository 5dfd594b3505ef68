//! Stories that a member keeps for themselves.

use super::show::readable;
use crate::ids::{AccountId, StoryId};
use crate::schema::bookmarks;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A member keeps a story they may read. Again: nothing. Nobody is told.
///
/// # Errors
/// [`Error::NotFound`](crate::Error::NotFound), whether it is missing or hidden.
pub async fn bookmark(core: &Core, member: AccountId, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        readable(tx, member, story).await?;
        diesel::insert_into(bookmarks::table)
            .values((
                bookmarks::account_id.eq(member.0),
                bookmarks::story_id.eq(story.0),
                bookmarks::id.eq(core.id()),
            ))
            .on_conflict((bookmarks::account_id, bookmarks::story_id))
            .do_nothing()
            .execute(tx)
            .await?;
        Ok(())
    })
    .await
}

/// A member lets it go.
///
/// # Errors
/// When Postgres fails.
pub async fn unbookmark(core: &Core, member: AccountId, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    diesel::delete(bookmarks::table.find((member.0, story.0))).execute(&mut conn).await?;
    Ok(())
}
