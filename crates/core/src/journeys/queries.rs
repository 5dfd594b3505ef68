//! Finds journeys and lists their chapters.

use super::Journey;
use super::model::JourneyRow;
use crate::accounts::{Account, queries as accounts};
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::schema::journeys;
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::{Entry, EntryKey};
use crate::{Core, Error, Result, visible};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;

/// The journey with this account.
///
/// # Errors
/// When Postgres fails.
pub async fn by_id(core: &Core, account: AccountId) -> Result<Option<Journey>> {
    let row = journeys::table
        .find(account.0)
        .select(JourneyRow::as_select())
        .first::<JourneyRow>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    match row {
        Some(row) => Ok(Some(row.with(accounts::by_id(core, account).await?))),
        None => Ok(None),
    }
}

/// The journey with this name.
///
/// # Errors
/// [`Error::NotFound`] where there is none, or it was deleted.
pub async fn named(core: &Core, name: &str) -> Result<Journey> {
    let account = match accounts::local(core, name).await {
        Err(Error::Gone(_)) => return Err(Error::NotFound("journey")),
        found => found?,
    };
    let found = by_id(core, account.id).await?;
    found.filter(|journey| journey.account.is_active()).ok_or(Error::NotFound("journey"))
}

/// The journeys of an author, in the order in which they began.
///
/// # Errors
/// When Postgres fails.
pub async fn of_author(core: &Core, author: AccountId) -> Result<Vec<Journey>> {
    let rows = journeys::table
        .filter(journeys::author_id.eq(author.0))
        .order(journeys::account_id)
        .select(JourneyRow::as_select())
        .load::<JourneyRow>(&mut *core.db.conn().await?)
        .await?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let accounts = accounts::by_ids(core, &ids).await?;
    let of = |id: AccountId| accounts.iter().find(|account| account.id == id && account.is_active()).cloned();
    Ok(rows.into_iter().filter_map(|row| Some((of(row.account_id)?, row))).map(paired).collect())
}

fn paired((account, row): (Account, JourneyRow)) -> Journey {
    row.with(account)
}

#[derive(QueryableByName)]
struct Chapter {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
}

/// The chapters that the reader may read, in order, without the first `skip` of them.
///
/// # Errors
/// When Postgres fails.
pub async fn chapters(
    core: &Core,
    reader: AccountId,
    journey: AccountId,
    skip: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    let mut conn = core.db.conn().await?;
    let ids = sql(concat!(
        "SELECT s.id FROM chapters c JOIN stories s ON s.id = c.story_id WHERE c.journey_id = $2 AND ",
        visible!(),
        " ORDER BY c.place OFFSET $3 LIMIT $4"
    ))
    .bind::<BigInt, _>(reader)
    .bind::<BigInt, _>(journey)
    .bind::<BigInt, _>(skip)
    .bind::<BigInt, _>(limit)
    .load::<Chapter>(&mut conn)
    .await?;
    let keys: Vec<EntryKey> = ids.into_iter().map(|row| EntryKey { story: row.id, boost: None }).collect();
    hydrate(core, &mut conn, reader, &keys).await
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    uri: String,
}

/// ActivityPub ids of the chapters that everybody may read, in order.
///
/// # Errors
/// When Postgres fails.
pub async fn open_chapters(core: &Core, journey: AccountId) -> Result<Vec<String>> {
    let rows = sql(concat!(
        "SELECT s.uri FROM chapters c JOIN stories s ON s.id = c.story_id \
         WHERE c.journey_id = $2 AND s.audience IN (0, 1) AND ",
        visible!(),
        " ORDER BY c.place"
    ))
    .bind::<BigInt, _>(0_i64)
    .bind::<BigInt, _>(journey)
    .load::<Named>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(|row| row.uri).collect())
}

/// The journey's row, locked: its chapters change one after the other.
pub(super) async fn lock(tx: &mut Conn, journey: AccountId) -> Result<JourneyRow> {
    journeys::table
        .find(journey.0)
        .select(JourneyRow::as_select())
        .for_update()
        .first::<JourneyRow>(tx)
        .await
        .optional()?
        .ok_or(Error::NotFound("journey"))
}
