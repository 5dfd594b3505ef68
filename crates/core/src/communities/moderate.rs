//! Those who look after a community take stories out, close threads, and put stories at its top.

use super::model::{Community, Role};
use super::{place, queries};
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::heard::answer;
use crate::ids::{AccountId, StoryId};
use crate::schema::{community_stories, pins, stories};
use crate::stories::{Audience, anew};
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Takes a story or a reply out: only its author and the stewards still read it, and the community no longer passes
/// it on. Records `StoryRemoved` (and `Unboosted`). Again: nothing.
///
/// # Errors
/// [`Error::NotFound`] for a story that is not in it, [`Error::Forbidden`] for those who are no stewards.
pub async fn remove_story(
    core: &Core,
    steward: &Account,
    community: &Community,
    story: StoryId,
    reason: &str,
) -> Result<()> {
    let id = community.account.id;
    let reason: String = reason.replace('\0', "").trim().chars().take(super::ban::MAX_REASON).collect();
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, steward.id, Role::Steward).await?;
        inside(tx, id, story).await?;
        if queries::removed_in(tx, story).await? {
            return Ok(());
        }
        let removed = (
            community_stories::removed_at.eq(core.now()),
            community_stories::removed_by.eq(steward.id.0),
            community_stories::reason.eq(&reason),
        );
        let row =
            (community_stories::story_id.eq(story.0), community_stories::community_id.eq(id.0), removed);
        diesel::insert_into(community_stories::table)
            .values(row)
            .on_conflict(community_stories::story_id)
            .do_update()
            .set(removed)
            .execute(tx)
            .await?;
        unpin_in(core, tx, (id, steward.id), story).await?;
        answer::again(tx, &[story]).await?;
        place::withdraw(core, tx, id, story).await?;
        event::record(core, tx, &Event::StoryRemoved { community: id, story, by: steward.id }).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

/// Lets a story back in. Records `StoryRestored`; the community passes it on anew.
///
/// # Errors
/// [`Error::NotFound`] for a story that was not taken out, [`Error::Forbidden`] for those who are no stewards.
pub async fn restore(core: &Core, steward: &Account, community: &Community, story: StoryId) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, steward.id, Role::Steward).await?;
        let told = inside(tx, id, story).await?;
        let row = community_stories::table.find(story.0).filter(
            community_stories::community_id.eq(id.0).and(community_stories::removed_at.is_not_null()),
        );
        let nothing = (
            community_stories::removed_at.eq(None::<DateTime<Utc>>),
            community_stories::removed_by.eq(None::<i64>),
            community_stories::reason.eq(""),
        );
        if diesel::update(row).set(nothing).execute(tx).await? == 0 {
            return Err(Error::NotFound("story"));
        }
        if told.local {
            // Its author's server asked others to delete it: it goes out again under another id.
            anew::rename_in(core, tx, story, core.now()).await?;
        }
        answer::again(tx, &[story]).await?;
        if told.top {
            place::announce(core, tx, id, story, told.audience, told.published_at).await?;
        }
        event::record(core, tx, &Event::StoryRestored { community: id, story, by: steward.id }).await
    })
    .await?;
    core.stories.forget(story);
    Ok(())
}

/// Closes a thread to further answers, or opens it again. Records `ThreadLocked`.
///
/// # Errors
/// [`Error::NotFound`] for a story that is not in it, [`Error::Invalid`] for a reply: threads are closed at their top;
/// [`Error::Forbidden`] for those who are no stewards.
pub async fn lock(
    core: &Core,
    steward: &Account,
    community: &Community,
    story: StoryId,
    locked: bool,
) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, steward.id, Role::Steward).await?;
        if !inside(tx, id, story).await?.top {
            return Err(Error::invalid("a thread is closed at the story it starts with"));
        }
        let at = locked.then(|| core.now());
        diesel::insert_into(community_stories::table)
            .values((
                community_stories::story_id.eq(story.0),
                community_stories::community_id.eq(id.0),
                community_stories::locked_at.eq(at),
            ))
            .on_conflict(community_stories::story_id)
            .do_update()
            .set(community_stories::locked_at.eq(at))
            .execute(tx)
            .await?;
        answer::again(tx, &[story]).await?;
        let changed = Event::ThreadLocked { community: id, story, by: steward.id, locked };
        event::record(core, tx, &changed).await
    })
    .await
}

/// Puts a story at the top of its community, or takes it down. Records `Pinned` or `Unpinned` of the community.
///
/// # Errors
/// [`Error::NotFound`] for a story that is not in it, [`Error::Forbidden`] for those who are no stewards.
pub async fn pin(
    core: &Core,
    steward: &Account,
    community: &Community,
    story: StoryId,
    pinned: bool,
) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, steward.id, Role::Steward).await?;
        inside(tx, id, story).await?;
        if !pinned {
            return unpin_in(core, tx, (id, steward.id), story).await;
        }
        let written = diesel::insert_into(pins::table)
            .values((pins::account_id.eq(id.0), pins::story_id.eq(story.0), pins::id.eq(core.id())))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?;
        if written == 0 {
            return Ok(());
        }
        event::record(core, tx, &Event::Pinned { account: id, story, by: Some(steward.id) }).await
    })
    .await
}

async fn unpin_in(
    core: &Core,
    tx: &mut Conn,
    (community, by): (AccountId, AccountId),
    story: StoryId,
) -> Result<()> {
    if diesel::delete(pins::table.find((community.0, story.0))).execute(tx).await? == 0 {
        return Ok(());
    }
    event::record(core, tx, &Event::Unpinned { account: community, story, by: Some(by) }).await
}

/// A story as its community holds it.
pub(super) struct Inside {
    pub(super) author: AccountId,
    pub(super) top: bool,
    local: bool,
    audience: Audience,
    published_at: DateTime<Utc>,
}

pub(super) async fn inside(tx: &mut Conn, community: AccountId, story: StoryId) -> Result<Inside> {
    let found = stories::table
        .find(story.0)
        .filter(stories::community_id.eq(community.0).and(stories::deleted_at.is_null()))
        .select((
            stories::author_id,
            stories::parent_uri.is_null(),
            stories::audience,
            stories::published_at,
            stories::local,
        ))
        .first::<(i64, bool, i16, DateTime<Utc>, bool)>(tx)
        .await
        .optional()?;
    let (author, top, audience, published_at, local) = found.ok_or(Error::NotFound("story"))?;
    let audience = Audience::from_i16(audience);
    Ok(Inside { author: AccountId(author), top, local, audience, published_at })
}
