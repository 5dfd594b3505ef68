//! A member folds a story away, so that nobody but them finds it, and unfolds it.

use super::audience::{own, write};
use super::model::Audience;
use crate::accounts::Account;
use crate::ids::StoryId;
use crate::schema::folded;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Folds it away: it is for its author alone until it is unfolded, and other servers are asked for it back. Records
/// `StoryAudienceChanged`; again changes nothing.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is no such story of theirs.
pub async fn fold(core: &Core, author: &Account, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let old = own(tx, author.id, story).await?;
        let noted = diesel::insert_into(folded::table)
            .values((
                folded::story_id.eq(story.0),
                folded::audience.eq(old.audience as i16),
                folded::folded_at.eq(core.now()),
            ))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?;
        if noted == 0 { Ok(()) } else { write(core, tx, &old, Audience::OnlyMe).await }
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

/// Unfolds it, for those it was for. Records `StoryAudienceChanged`; what was never folded stays as it is.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is no such story of theirs.
pub async fn unfold(core: &Core, author: &Account, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let old = own(tx, author.id, story).await?;
        let audience = diesel::delete(folded::table.find(story.0))
            .returning(folded::audience)
            .get_result::<i16>(tx)
            .await
            .optional()?;
        match audience.map(Audience::from_i16) {
            Some(audience) => write(core, tx, &old, audience).await,
            None => Ok(()),
        }
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

/// Whether it is folded away.
///
/// # Errors
/// When Postgres fails.
pub async fn is_folded(core: &Core, story: StoryId) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    let found =
        folded::table.find(story.0).select(folded::story_id).first::<i64>(&mut conn).await.optional()?;
    Ok(found.is_some())
}
