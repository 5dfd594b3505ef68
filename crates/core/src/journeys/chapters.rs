//! A journey's author adds stories of theirs to it, puts them in order, and takes them out.

use super::update::owned;
use super::{Journey, queries};
use crate::accounts::Account;
use crate::communities::place::{announce, withdraw};
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::schema::chapters;
use crate::sql::sql;
use crate::stories::Audience;
use crate::stories::audience::own;
use crate::{Core, Error, Result};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Adds a story of the author's as the last chapter, or as the one at `place` (counted from 1). The journey passes it
/// on to those who follow, if everybody may read it; narrower ones are there for whoever may read them.
///
/// # Errors
/// [`Error::Forbidden`] when it is not their journey, [`Error::NotFound`] when it is not their story,
/// [`Error::Conflict`] when it is a chapter already or the journey has ended.
pub async fn add(
    core: &Core,
    author: &Account,
    journey: &Journey,
    story: StoryId,
    place: Option<i32>,
) -> Result<()> {
    owned(author, journey)?;
    let id = journey.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        if queries::lock(tx, id).await?.has_ended() {
            return Err(Error::Conflict("This journey has ended. Let it go on first".to_owned()));
        }
        let told = own(tx, author.id, story).await?;
        let last = chapters::table.filter(chapters::journey_id.eq(id.0)).select(max(chapters::place));
        let next = last.first::<Option<i32>>(tx).await?.unwrap_or(0) + 1;
        let place = place.map_or(next, |place| place.clamp(1, next));
        diesel::update(chapters::table.filter(chapters::journey_id.eq(id.0).and(chapters::place.ge(place))))
            .set(chapters::place.eq(chapters::place + 1))
            .execute(tx)
            .await?;
        let written = diesel::insert_into(chapters::table)
            .values((
                chapters::journey_id.eq(id.0),
                chapters::story_id.eq(story.0),
                chapters::place.eq(place),
                chapters::added_at.eq(core.now()),
            ))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?;
        if written == 0 {
            return Err(Error::Conflict("This story is a chapter already".to_owned()));
        }
        pass_on(core, tx, id, story, told.audience).await
    })
    .await
}

/// Takes a chapter out; the journey no longer passes it on. The story stays.
///
/// # Errors
/// [`Error::Forbidden`] when it is not their journey, [`Error::NotFound`] when it is no chapter of it.
pub async fn remove(core: &Core, author: &Account, journey: &Journey, story: StoryId) -> Result<()> {
    owned(author, journey)?;
    let id = journey.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::lock(tx, id).await?;
        let gone = diesel::delete(chapters::table.find((id.0, story.0)))
            .returning(chapters::place)
            .get_result::<i32>(tx)
            .await
            .optional()?
            .ok_or(Error::NotFound("chapter"))?;
        diesel::update(chapters::table.filter(chapters::journey_id.eq(id.0).and(chapters::place.gt(gone))))
            .set(chapters::place.eq(chapters::place - 1))
            .execute(tx)
            .await?;
        withdraw(core, tx, id, story).await
    })
    .await
}

/// Puts the chapters in this order; nobody is told again.
///
/// # Errors
/// [`Error::Forbidden`] when it is not their journey, [`Error::Invalid`] when `order` is not every chapter, once each.
pub async fn reorder(core: &Core, author: &Account, journey: &Journey, order: &[StoryId]) -> Result<()> {
    owned(author, journey)?;
    let id = journey.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::lock(tx, id).await?;
        let mut there: Vec<i64> = chapters::table
            .filter(chapters::journey_id.eq(id.0))
            .select(chapters::story_id)
            .load::<i64>(tx)
            .await?;
        let mut asked: Vec<i64> = order.iter().map(|story| story.0).collect();
        there.sort_unstable();
        asked.sort_unstable();
        if there != asked {
            return Err(Error::invalid("Validation failed: Order must name every chapter once"));
        }
        sql("UPDATE chapters c SET place = o.place::int4 FROM unnest($2) WITH ORDINALITY AS o (story_id, place) \
             WHERE c.journey_id = $1 AND c.story_id = o.story_id")
        .bind::<BigInt, _>(id)
        .bind::<Array<BigInt>, _>(order)
        .execute(tx)
        .await?;
        Ok(())
    })
    .await
}

/// A story is for others than before: journeys pass it on from now on, or no longer.
pub(crate) async fn readdressed(
    core: &Core,
    tx: &mut Conn,
    story: StoryId,
    audience: Audience,
) -> Result<()> {
    let journeys = chapters::table
        .filter(chapters::story_id.eq(story.0))
        .order(chapters::journey_id)
        .select(chapters::journey_id)
        .load::<i64>(tx)
        .await?;
    for journey in journeys.into_iter().map(AccountId) {
        match audience.is_open() {
            true => pass_on(core, tx, journey, story, audience).await?,
            false => withdraw(core, tx, journey, story).await?,
        }
    }
    Ok(())
}

/// Followers of a journey are strangers to the author's followers: only what everybody may read is passed on to them.
async fn pass_on(
    core: &Core,
    tx: &mut Conn,
    journey: AccountId,
    story: StoryId,
    audience: Audience,
) -> Result<()> {
    if audience.is_open() { announce(core, tx, journey, story, audience, core.now()).await } else { Ok(()) }
}
