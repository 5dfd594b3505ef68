//! A member makes a story wider or narrower.

use super::insert::{self, Parent};
use super::model::{Audience, QuotePolicy, StoryRow};
use super::readers::{self, Said};
use super::resolve;
use super::{Draft, Story};
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::heard::answer;
use crate::ids::{AccountId, CircleId, StoryId};
use crate::journeys::chapters;
use crate::markup::Format;
use crate::schema::{folded, mentions, stories};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Makes a story of the author's for `audience` from now on (with its circle, where that is one). Records
/// `StoryAudienceChanged`: other servers are handed it, or asked for it back. Copies that were read or kept stay read
/// and kept.
///
/// # Errors
/// [`Error::NotFound`] when there is no such story of theirs; [`Error::Invalid`] for an answer that would reach people
/// who cannot read what it answers, and for a circle that is not theirs; [`Error::Conflict`] while it is folded away.
pub async fn change_audience(
    core: &Core,
    author: &Account,
    story: StoryId,
    audience: Audience,
    circle: Option<CircleId>,
) -> Result<()> {
    let named = named(core, author, story).await?;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let old = own(tx, author.id, story).await?;
        if is_folded(tx, story).await? {
            return Err(Error::Conflict("This story is folded away. Unfold it first".to_owned()));
        }
        if Audience::Members == audience || old.audience == Audience::Members {
            return Err(Error::invalid("What is for the members of a community stays with them"));
        }
        if old.audience == audience && audience != Audience::Circle {
            return Ok(());
        }
        let parent = parent(tx, &old).await?;
        if parent.as_ref().is_some_and(|parent| parent.narrow(audience, author) != audience) {
            return Err(Error::invalid("An answer reaches no further than what it answers"));
        }
        let said = Said { audience, circle, named: &named, parent: parent.as_ref() };
        let readers = readers::addressed(tx, author, &said).await?;
        diesel::delete(mentions::table.filter(mentions::story_id.eq(story.0))).execute(tx).await?;
        insert::mentions(tx, story, &readers).await?;
        write(core, tx, &old, audience).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

/// Writes the new audience and records that, in the caller's transaction. Whoever narrows a story takes the consent to
/// quotes back; folding it away keeps that for later.
pub(super) async fn write(core: &Core, tx: &mut Conn, old: &Story, audience: Audience) -> Result<()> {
    // Peers believe a change only if it is newer than what they have, to the millisecond.
    let told = old.edited_at.unwrap_or(old.published_at);
    let at: DateTime<Utc> = core.now().max(told + TimeDelta::milliseconds(1));
    let keeps = audience.is_open() || audience == Audience::OnlyMe;
    let quotes = if keeps { old.quote_policy } else { QuotePolicy::Nobody };
    diesel::update(stories::table.find(old.id.0))
        .set((
            stories::audience.eq(audience as i16),
            stories::quote_policy.eq(quotes as i16),
            stories::edited_at.eq(at),
        ))
        .execute(tx)
        .await?;
    answer::again(tx, &[old.id]).await?;
    event::record(core, tx, &Event::StoryAudienceChanged { story: old.id, from: old.audience, at }).await?;
    chapters::readdressed(core, tx, old.id, audience).await
}

/// The story, if it is the author's own, locked.
pub(crate) async fn own(tx: &mut Conn, author: AccountId, story: StoryId) -> Result<Story> {
    stories::table
        .find(story.0)
        .filter(stories::author_id.eq(author.0).and(stories::local).and(stories::deleted_at.is_null()))
        .select(StoryRow::as_select())
        .for_update()
        .first::<StoryRow>(tx)
        .await
        .optional()?
        .map(Story::from)
        .ok_or(Error::NotFound("story"))
}

async fn is_folded(tx: &mut Conn, story: StoryId) -> Result<bool> {
    let found = folded::table.find(story.0).select(folded::story_id).first::<i64>(tx).await.optional()?;
    Ok(found.is_some())
}

/// Whom the text names, looked up before the transaction.
async fn named(core: &Core, author: &Account, story: StoryId) -> Result<Vec<AccountId>> {
    let old = own(&mut *core.db.conn().await?, author.id, story).await?;
    let text = Draft { format: Format::of(&old.source_type), ..Draft::plain(&old.source) };
    Ok(resolve::words(core, author, &text).await?.mentions)
}

async fn parent(tx: &mut Conn, story: &Story) -> Result<Option<Parent>> {
    let Some(parent) = story.parent_id else { return Ok(None) };
    let found = sql("SELECT s.id, s.uri, s.author_id, s.audience, s.root_id, s.context_uri FROM stories s \
                     WHERE s.id = $1 FOR SHARE OF s")
    .bind::<BigInt, _>(parent)
    .get_result::<Parent>(tx)
    .await
    .optional()?;
    Ok(found)
}
