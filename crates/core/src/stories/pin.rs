//! Stories an account features on its profile.

use super::model::Audience;
use super::show::readable;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::{AccountId, StoryId};
use crate::schema::{pins, stories};
use crate::sql::sql;
use crate::{Core, Error, Result, visible};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A member features an own open story. Again: nothing. Records `Pinned`.
///
/// # Errors
/// [`Error::NotFound`] for a story that is missing or hidden, [`Error::Invalid`] for one that is not an own open one.
pub async fn pin(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let told = readable(tx, account.id, story).await?;
        if told.author_id != account.id {
            return Err(Error::invalid("Validation failed: Someone else's post cannot be pinned"));
        }
        if !Audience::from_i16(told.audience).is_open() {
            return Err(Error::invalid(
                "Validation failed: Posts that not everyone can read cannot be pinned",
            ));
        }
        if insert(core, tx, account, story).await? {
            event::record(core, tx, &Event::Pinned { account: account.id, story, by: None }).await?;
        }
        Ok(())
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}

/// A member takes it off. Records `Unpinned`.
///
/// # Errors
/// When Postgres fails.
pub async fn unpin(core: &Core, account: &Account, story: StoryId) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        if remove(tx, account, story).await? {
            event::record(core, tx, &Event::Unpinned { account: account.id, story, by: None }).await?;
        }
        Ok::<_, Error>(())
    })
    .await?;
    core.standings.forget_all();
    Ok(())
}

/// A remote account featured or unfeatured a story that is known here: an own one, or a community one that is told in it.
///
/// # Errors
/// When Postgres fails.
pub async fn receive(core: &Core, account: &Account, story: StoryId, pinned: bool) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        if !pinned {
            remove(tx, account, story).await?;
            return Ok(());
        }
        let own: Option<i64> = stories::table
            .find(story.0)
            .filter(stories::author_id.eq(account.id.0).or(stories::community_id.eq(account.id.0)))
            .filter(stories::deleted_at.is_null())
            .select(stories::id)
            .for_share()
            .first(tx)
            .await
            .optional()?;
        if own.is_some() {
            insert(core, tx, account, story).await?;
        }
        Ok(())
    })
    .await
}

#[derive(QueryableByName)]
struct Pinned {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
}

/// Featured stories that anyone may read, newest pin first.
///
/// # Errors
/// When Postgres fails.
pub async fn featured(core: &Core, account: AccountId) -> Result<Vec<StoryId>> {
    let rows = sql(concat!(
        "SELECT s.id FROM pins p JOIN stories s ON s.id = p.story_id \
         WHERE p.account_id = $2 AND s.audience IN (0, 1) AND ",
        visible!(),
        " ORDER BY p.id DESC"
    ))
    .bind::<BigInt, _>(0_i64)
    .bind::<BigInt, _>(account)
    .load::<Pinned>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

async fn insert(core: &Core, tx: &mut Conn, account: &Account, story: StoryId) -> Result<bool> {
    let new = diesel::insert_into(pins::table)
        .values((pins::account_id.eq(account.id.0), pins::story_id.eq(story.0), pins::id.eq(core.id())))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(new == 1)
}

async fn remove(tx: &mut Conn, account: &Account, story: StoryId) -> Result<bool> {
    Ok(diesel::delete(pins::table.find((account.id.0, story.0))).execute(tx).await? == 1)
}
