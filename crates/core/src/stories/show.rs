//! Shows one story to one reader.

use super::entry::{Entry, EntryKey};
use super::hydrate::hydrate;
use super::model::StoryView;
use super::queries::Place;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::schema::stories;
use crate::sql::sql;
use crate::{Core, Error, Result, boost_visible, visible};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::RunQueryDsl;
use std::sync::Arc;

/// The story, if the reader may read it. `viewer` 0 (`AccountId(0)`) is somebody unknown.
///
/// # Errors
/// [`crate::Error::NotFound`], whether it is missing or hidden.
pub async fn show(core: &Core, viewer: AccountId, story: StoryId) -> Result<Entry> {
    let mut conn = core.db.conn().await?;
    readable(&mut conn, viewer, story).await?;
    one(core, &mut conn, viewer, EntryKey { story, boost: None }).await
}

/// The boost or story with this id, as a list entry (clients show boosts by their own id).
///
/// # Errors
/// [`crate::Error::NotFound`], whether it is missing or hidden.
pub async fn show_entry(core: &Core, viewer: AccountId, id: i64) -> Result<Entry> {
    let mut conn = core.db.conn().await?;
    let place = sql(concat!(
        "SELECT s.id AS story, NULL::bigint AS boost FROM stories s WHERE s.id = $2 AND ",
        visible!(),
        " UNION ALL SELECT s.id, b.id FROM boosts b JOIN stories s ON s.id = b.story_id WHERE b.id = $2 AND ",
        visible!(),
        " AND ",
        boost_visible!(),
        " LIMIT 1"
    ))
    .bind::<BigInt, _>(viewer)
    .bind::<BigInt, _>(id)
    .get_result::<Place>(&mut conn)
    .await
    .optional()?
    .ok_or(Error::NotFound("story"))?;
    one(core, &mut conn, viewer, place.into()).await
}

#[derive(QueryableByName)]
struct Addressed {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
    #[diesel(sql_type = Bool)]
    readable: bool,
    #[diesel(sql_type = Bool)]
    gone: bool,
}

/// A local story by author name and slug, for pages and ActivityPub documents; same rule.
///
/// # Errors
/// [`crate::Error::Gone`] for a deleted one that was open, NotFound otherwise.
pub async fn show_at(core: &Core, viewer: AccountId, author: &str, slug: &str) -> Result<Entry> {
    let mut conn = core.db.conn().await?;
    let found = sql(concat!(
        // Of what ended by itself there is no trace: Mastodon takes its copy away for a 404, not for a 410.
        "SELECT s.id, s.deleted_at IS NOT NULL AND s.audience IN (0, 1) \
           AND NOT EXISTS (SELECT 1 FROM expiries x WHERE x.story_id = s.id AND x.expired) AS gone, ",
        visible!(),
        " AS readable FROM stories s JOIN accounts a ON a.id = s.author_id \
         WHERE s.slug = $2 AND lower(a.name) = lower($3) AND a.host IS NULL"
    ))
    .bind::<BigInt, _>(viewer)
    .bind::<Text, _>(slug)
    .bind::<Text, _>(author)
    .get_result::<Addressed>(&mut conn)
    .await
    .optional()?
    .ok_or(Error::NotFound("story"))?;
    match found {
        Addressed { gone: true, .. } => Err(Error::Gone("story")),
        Addressed { id, readable: true, .. } => {
            one(core, &mut conn, viewer, EntryKey { story: id, boost: None }).await
        }
        Addressed { .. } => Err(Error::NotFound("story")),
    }
}

/// A story without asking who reads: for reactions that decide the audience themselves (delivery, feed). Deleted ones
/// included.
///
/// # Errors
/// When Postgres fails.
pub async fn load(core: &Core, story: StoryId) -> Result<Option<Arc<StoryView>>> {
    // Not from memory: a reaction to an edit or a deletion in another process must see it.
    let mut conn = core.db.conn().await?;
    Ok(super::load::views(core, &mut conn, &[story]).await?.pop())
}

/// Whether it is a story of `author`, who lives here; a deleted one stays theirs.
///
/// # Errors
/// When Postgres fails.
pub async fn is_by(core: &Core, author: AccountId, story: StoryId) -> Result<bool> {
    let mut conn = core.db.conn().await?;
    let theirs = stories::table.find(story.0).filter(stories::author_id.eq(author.0).and(stories::local));
    Ok(diesel::select(diesel::dsl::exists(theirs)).get_result(&mut conn).await?)
}

/// What a verb needs to know of a story it acts on.
#[derive(Debug, QueryableByName)]
pub(super) struct Readable {
    #[diesel(sql_type = BigInt)]
    pub(super) author_id: AccountId,
    #[diesel(sql_type = diesel::sql_types::SmallInt)]
    pub(super) audience: i16,
    #[diesel(sql_type = Bool)]
    pub(super) local: bool,
    #[diesel(sql_type = diesel::sql_types::SmallInt)]
    pub(super) quote_policy: i16,
    /// Its author's word on passing it on.
    #[diesel(sql_type = Bool)]
    pub(super) boosts: bool,
    /// It waits for somebody's yes.
    #[diesel(sql_type = Bool)]
    pub(super) held: bool,
}

impl Readable {
    /// Whether its author lets `account` pass it on.
    pub(super) fn consents_to(&self, account: &Account) -> bool {
        self.boosts || self.author_id == account.id
    }
}

/// The story, if `viewer` may read it: the door of every verb that acts on somebody's story.
///
/// # Errors
/// [`Error::NotFound`], whether it is missing or hidden.
pub(super) async fn readable(conn: &mut Conn, viewer: AccountId, story: StoryId) -> Result<Readable> {
    sql(concat!(
        "SELECT s.author_id, s.audience, s.local, s.quote_policy, s.held_by IS NOT NULL AS held, \
           coalesce((SELECT t.boosts FROM tellings t WHERE t.story_id = s.id), true) AS boosts \
         FROM stories s WHERE s.id = $2 AND ",
        visible!()
    ))
    .bind::<BigInt, _>(viewer)
    .bind::<BigInt, _>(story)
    .get_result::<Readable>(conn)
    .await
    .optional()?
    .ok_or(Error::NotFound("story"))
}

async fn one(core: &Core, conn: &mut Conn, viewer: AccountId, key: EntryKey) -> Result<Entry> {
    hydrate(core, conn, viewer, &[key]).await?.pop().ok_or(Error::NotFound("story"))
}

/// What a verb outside asks of a story that somebody wants to act on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct May {
    /// Told here.
    pub(crate) local: bool,
    /// Who may read it.
    pub(crate) audience: i16,
    /// They may pass it on, if others could read it then.
    pub(crate) passed_on: bool,
}

/// What `account` may do to a story; `None` if they may not even read it.
pub(crate) async fn may(conn: &mut Conn, account: &Account, story: StoryId) -> Result<Option<May>> {
    match readable(conn, account.id, story).await {
        Ok(told) => Ok(Some(May {
            local: told.local,
            audience: told.audience,
            passed_on: told.consents_to(account) && !told.held,
        })),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
