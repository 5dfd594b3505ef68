//! A member does not want to hear of a thread, for ever or for a time.

use crate::ids::{AccountId, StoryId};
use crate::schema::{stories, thread_mutes};
use crate::stories::show;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Mutes the thread that a story stands in; `duration` ends it by itself. Again changes it. What the feed holds stays
/// there and is left out on reading, so that nothing is missing when the mute ends.
///
/// # Errors
/// [`Error::NotFound`] for a story that is missing or hidden, [`Error::Invalid`] for a duration that never ends.
pub async fn mute(core: &Core, member: AccountId, story: StoryId, duration: Option<TimeDelta>) -> Result<()> {
    let root = show::show(core, member, story).await?.view.story.root_id;
    let end = |duration: TimeDelta| {
        core.now()
            .checked_add_signed(duration)
            .ok_or_else(|| Error::invalid("Validation failed: A mute cannot last that long"))
    };
    let expires_at = thread_mutes::expires_at.eq(duration.map(end).transpose()?);
    let mut conn = core.db.conn().await?;
    diesel::insert_into(thread_mutes::table)
        .values((thread_mutes::account_id.eq(member.0), thread_mutes::root_id.eq(root.0), expires_at))
        .on_conflict((thread_mutes::account_id, thread_mutes::root_id))
        .do_update()
        .set(expires_at)
        .execute(&mut conn)
        .await?;
    core.standings.forget_all();
    Ok(())
}

/// Lifts a mute. One that is not there is none to lift.
///
/// # Errors
/// [`Error::NotFound`] for a story that is missing or hidden.
pub async fn unmute(core: &Core, member: AccountId, story: StoryId) -> Result<()> {
    show::show(core, member, story).await?;
    let mut conn = core.db.conn().await?;
    let root = stories::table.find(story.0).select(stories::root_id).first::<i64>(&mut conn).await?;
    diesel::delete(thread_mutes::table.find((member.0, root))).execute(&mut conn).await?;
    core.standings.forget_all();
    Ok(())
}

/// Lifts the mutes whose time is over; clock-driven. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn lift_expired(core: &Core) -> Result<usize> {
    let mut conn = core.db.conn().await?;
    let over = thread_mutes::table.filter(thread_mutes::expires_at.le(core.now()));
    let lifted = diesel::delete(over).execute(&mut conn).await?;
    if lifted > 0 {
        core.standings.forget_all();
    }
    Ok(lifted)
}
