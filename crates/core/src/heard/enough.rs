//! The author of a story says that they feel heard, answered or not.

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::schema::{heard, stories};
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Sets the story aside: it waits no more, in whatever list it stood. Again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for a story that is not theirs or that never asked.
pub async fn enough(core: &Core, author: &Account, story: StoryId) -> Result<()> {
    write(core, author, story, Some(core.now())).await
}

/// Takes that back: it waits again, from when it was told, unless somebody answered.
///
/// # Errors
/// As [`enough`].
pub async fn not_yet(core: &Core, author: &Account, story: StoryId) -> Result<()> {
    write(core, author, story, None).await
}

async fn write(core: &Core, author: &Account, story: StoryId, at: Option<DateTime<Utc>>) -> Result<()> {
    let mut conn = core.db.conn().await?;
    // What was taken back or ran out is there no more, for its author either.
    let told = stories::table.filter(stories::id.eq(story.0)).filter(stories::deleted_at.is_null());
    let changed = diesel::update(heard::table.find(story.0))
        .filter(heard::author_id.eq(author.id.0))
        .filter(exists(told))
        .set(heard::enough_at.eq(at))
        .execute(&mut conn)
        .await?;
    if changed == 0 { Err(Error::NotFound("story that asks for answers")) } else { Ok(()) }
}
