//! What communities of other servers decide about the stories that stand in them.

use crate::accounts::Account;
use crate::db::Conn;
use crate::heard::answer;
use crate::ids::StoryId;
use crate::schema::{community_stories, stories};
use crate::stories::boost;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A community took a story out, or let it back in. What does not stand in it is not its business.
///
/// # Errors
/// When Postgres fails.
pub async fn removed(core: &Core, group: &Account, story: StoryId, gone: bool) -> Result<()> {
    if group.is_local() {
        return Ok(());
    }
    let at = gone.then(|| core.now());
    let mut conn = core.db.conn().await?;
    let done = conn
        .transaction(async |tx| {
            if !stands_in(tx, group, story).await? {
                return Ok::<_, Error>(false);
            }
            diesel::insert_into(community_stories::table)
                .values((
                    community_stories::story_id.eq(story.0),
                    community_stories::community_id.eq(group.id.0),
                    community_stories::removed_at.eq(at),
                ))
                .on_conflict(community_stories::story_id)
                .do_update()
                .set(community_stories::removed_at.eq(at))
                .execute(tx)
                .await?;
            answer::again(tx, &[story]).await?;
            Ok(true)
        })
        .await?;
    drop(conn);
    core.stories.forget(story);
    if done && gone { boost::receive_undo(core, group, None, Some(story)).await } else { Ok(()) }
}

/// A community closed a thread, or opened it again.
///
/// # Errors
/// When Postgres fails.
pub async fn locked(core: &Core, group: &Account, story: StoryId, locked: bool) -> Result<()> {
    if group.is_local() {
        return Ok(());
    }
    let at: Option<DateTime<Utc>> = locked.then(|| core.now());
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        if !stands_in(tx, group, story).await? {
            return Ok(());
        }
        diesel::insert_into(community_stories::table)
            .values((
                community_stories::story_id.eq(story.0),
                community_stories::community_id.eq(group.id.0),
                community_stories::locked_at.eq(at),
            ))
            .on_conflict(community_stories::story_id)
            .do_update()
            .set(community_stories::locked_at.eq(at))
            .execute(tx)
            .await?;
        answer::again(tx, &[story]).await
    })
    .await
}

async fn stands_in(tx: &mut Conn, group: &Account, story: StoryId) -> Result<bool> {
    let found = stories::table
        .find(story.0)
        .filter(stories::community_id.eq(group.id.0).and(stories::deleted_at.is_null()))
        .select(stories::id)
        .for_update()
        .first::<i64>(tx)
        .await
        .optional()?;
    Ok(found.is_some())
}
