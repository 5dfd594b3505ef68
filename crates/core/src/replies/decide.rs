//! The author of a story says yes or no to an answer that waits.

use crate::accounts::Account;
use crate::communities::greet;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::heard::answer;
use crate::ids::{AccountId, StoryId};
use crate::interactions;
use crate::schema::stories;
use crate::stories::publish::publish;
use crate::stories::{Audience, Draft};
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Words of a kind no.
const KINDLY: &str =
    "Thank you for writing to me. I am not taking replies to this story, and I hope you understand.";

/// Lets an answer in: from now on it is read like any other, and who it concerns is told.
/// Records `StoryPublished` or `StoryReceived`, and `Answered` where another server waits for the word.
///
/// # Errors
/// [`Error::NotFound`] for an answer that `owner` does not decide on.
pub async fn let_in(core: &Core, owner: AccountId, reply: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let local = waiting(tx, owner, reply).await?;
        interactions::decide(core, tx, reply, true).await?;
        diesel::update(stories::table.find(reply.0))
            .set((
                stories::held_by.eq(None::<i64>),
                stories::declined_at.eq(None::<chrono::DateTime<chrono::Utc>>),
            ))
            .execute(tx)
            .await?;
        greet::answered(core, tx, reply).await?;
        answer::answered(tx, &[reply]).await?;
        let event = if local {
            Event::StoryPublished { story: reply }
        } else {
            Event::StoryReceived { story: reply }
        };
        event::record(core, tx, &event).await
    })
    .await?;
    core.stories.forget(reply);
    Ok(())
}

/// Turns an answer down: it stays between the two, and is listed no more. Records `Answered` where another server waits
/// for the word.
///
/// # Errors
/// [`Error::NotFound`] for an answer that `owner` does not decide on.
pub async fn decline(core: &Core, owner: AccountId, reply: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        waiting(tx, owner, reply).await?;
        interactions::decide(core, tx, reply, false).await?;
        diesel::update(stories::table.find(reply.0))
            .set(stories::declined_at.eq(core.now()))
            .execute(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Turns an answer down and says so to its author alone, in words: `text`, or a sentence of ours.
///
/// # Errors
/// As [`decline`], and those of [`publish`].
pub async fn decline_kindly(
    core: &Core,
    owner: &Account,
    reply: StoryId,
    text: Option<String>,
) -> Result<StoryId> {
    decline(core, owner.id, reply).await?;
    let text = text.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| KINDLY.to_owned());
    let draft = Draft { parent: Some(reply), audience: Some(Audience::Direct), ..Draft::plain(&text) };
    publish(core, owner, draft).await
}

/// Whether the answer was told here, if it waits for `owner`; locked.
async fn waiting(tx: &mut Conn, owner: AccountId, reply: StoryId) -> Result<bool> {
    stories::table
        .find(reply.0)
        .filter(stories::held_by.eq(owner.0).and(stories::deleted_at.is_null()))
        .select(stories::local)
        .for_update()
        .first::<bool>(tx)
        .await
        .optional()?
        .ok_or(Error::NotFound("story"))
}
