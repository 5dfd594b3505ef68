//! A member read a conversation, or puts it away.

use super::list::show;
use crate::ids::{AccountId, StoryId};
use crate::schema::conversations;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What is in it now was read.
///
/// # Errors
/// [`Error::NotFound`](crate::Error::NotFound) when the member has no such conversation.
pub async fn read(core: &Core, member: AccountId, root: StoryId) -> Result<()> {
    let newest = show(core, member, root).await?.last.view.story.id;
    write(core, member, root, (newest, StoryId(0))).await
}

/// It is out of the list until somebody says something new. The stories stay.
///
/// # Errors
/// [`Error::NotFound`](crate::Error::NotFound) when the member has no such conversation.
pub async fn put_away(core: &Core, member: AccountId, root: StoryId) -> Result<()> {
    let newest = show(core, member, root).await?.last.view.story.id;
    write(core, member, root, (newest, newest)).await
}

async fn write(
    core: &Core,
    member: AccountId,
    root: StoryId,
    (read, dismissed): (StoryId, StoryId),
) -> Result<()> {
    let state = (conversations::read_id.eq(read.0), conversations::dismissed_id.eq(dismissed.0));
    diesel::insert_into(conversations::table)
        .values((conversations::account_id.eq(member.0), conversations::root_id.eq(root.0), state))
        .on_conflict((conversations::account_id, conversations::root_id))
        .do_update()
        .set(state)
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(())
}
