//! Likes: acts, never counts.

use super::claims::{self, LIKES};
use super::show::readable;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{AccountId, StoryId};
use crate::schema::{favourites, stories};
use crate::{Core, Error, Result, undone};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Longest reaction kept, in characters: an emoji or its shortcode.
const LONGEST_CONTENT: usize = 128;

/// A member likes a story they may read. Again: nothing. Records `Favourited`.
///
/// # Errors
/// [`Error::NotFound`], whether it is missing or hidden.
pub async fn favourite(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    let uri = core.here.activity_uri("likes", &core.chance.slug());
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        readable(tx, account.id, story).await?;
        like(core, tx, account, story, &uri, None).await
    })
    .await
}

/// A member takes it back. Records `Unfavourited`.
///
/// # Errors
/// When Postgres fails.
pub async fn unfavourite(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| unlike(core, tx, account, story).await).await
}

/// A remote account likes a story that is known here, maybe with an emoji (`content`). Ignored unless it may read it,
/// or if `uri` was undone.
///
/// # Errors
/// When Postgres fails.
pub async fn receive(
    core: &Core,
    account: &Account,
    story: StoryId,
    uri: &str,
    content: Option<&str>,
) -> Result<()> {
    if !account.is_active() {
        return Ok(());
    }
    let content: Option<String> =
        content.map(|text| crate::markup::clean_name(text).chars().take(LONGEST_CONTENT).collect());
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        claims::lock(tx, account, story, uri).await?;
        if undone::forbids(core, tx, uri, &account.uri).await?
            || claims::repeated(core, tx, &LIKES, account, story, uri).await?
        {
            return Ok(());
        }
        match readable(tx, account.id, story).await {
            Ok(_) => like(core, tx, account, story, uri, content.as_deref()).await,
            Err(Error::NotFound(_)) => Ok(()),
            Err(error) => Err(error),
        }
    })
    .await
}

/// A remote account took a like back, named by its uri and, where known, the story. One that did not arrive yet has no
/// effect when it does.
///
/// # Errors
/// When Postgres fails.
pub async fn receive_undo(
    core: &Core,
    account: &Account,
    uri: Option<&str>,
    story: Option<StoryId>,
) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| match claims::undo(core, tx, &LIKES, account, uri, story).await? {
        Some(story) => unlike(core, tx, account, story).await,
        None => Ok(()),
    })
    .await
}

/// Id of the Like of this pair, for the outgoing activity.
///
/// # Errors
/// When Postgres fails.
pub async fn uri_of(core: &Core, account: AccountId, story: StoryId) -> Result<Option<String>> {
    let uri = favourites::table
        .find((account.0, story.0))
        .select(favourites::uri)
        .first(&mut *core.db.conn().await?)
        .await
        .optional()?;
    Ok(uri)
}

/// Who likes a story: names for its author alone; for anyone else an empty list.
///
/// # Errors
/// When Postgres fails.
pub async fn by(core: &Core, viewer: AccountId, story: StoryId) -> Result<Vec<Account>> {
    let ids: Vec<i64> = favourites::table
        .inner_join(stories::table.on(stories::id.eq(favourites::story_id)))
        .filter(
            favourites::story_id
                .eq(story.0)
                .and(stories::author_id.eq(viewer.0))
                .and(stories::deleted_at.is_null()),
        )
        .order(favourites::id.desc())
        .select(favourites::account_id)
        .load(&mut *core.db.conn().await?)
        .await?;
    let ids: Vec<AccountId> = ids.into_iter().map(AccountId).collect();
    let accounts = crate::accounts::queries::by_ids(core, &ids).await?;
    Ok(accounts.into_iter().filter(Account::is_active).collect())
}

async fn like(
    core: &Core,
    tx: &mut Conn,
    account: &Account,
    story: StoryId,
    uri: &str,
    content: Option<&str>,
) -> Result<()> {
    let new = diesel::insert_into(favourites::table)
        .values((
            favourites::account_id.eq(account.id.0),
            favourites::story_id.eq(story.0),
            favourites::uri.eq(uri),
            favourites::content.eq(content),
            favourites::id.eq(core.id()),
            favourites::created_at.eq(core.now()),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    if new == 0 {
        return Ok(());
    }
    event::record(core, tx, &Event::Favourited { account: account.id, story }).await
}

async fn unlike(core: &Core, tx: &mut Conn, account: &Account, story: StoryId) -> Result<()> {
    let taken: Option<String> = diesel::delete(favourites::table.find((account.id.0, story.0)))
        .returning(favourites::uri)
        .get_result(tx)
        .await
        .optional()?;
    match taken {
        Some(uri) => event::record(core, tx, &Event::Unfavourited { account: account.id, story, uri }).await,
        None => Ok(()),
    }
}
