//! A journey ends, goes on again, or is deleted.

use super::model::{checked, note};
use super::update::owned;
use super::{Journey, queries};
use crate::accounts::update::{ProfileChange, update};
use crate::accounts::{Account, delete as accounts};
use crate::schema::journeys;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Ends it with closing words, which may be empty; they stand in its profile. Again changes the words. It takes no more
/// chapters until it goes on.
///
/// # Errors
/// [`Error::Forbidden`] when it is not their journey, [`Error::Invalid`] for words that are too long.
pub async fn end(core: &Core, author: &Account, journey: &Journey, words: &str) -> Result<Journey> {
    let at = journey.ended_at.unwrap_or_else(|| core.now());
    write(core, author, journey, words, Some(at)).await
}

/// Lets it go on; the closing words go.
///
/// # Errors
/// [`Error::Forbidden`] when it is not their journey.
pub async fn reopen(core: &Core, author: &Account, journey: &Journey) -> Result<Journey> {
    write(core, author, journey, "", None).await
}

async fn write(
    core: &Core,
    author: &Account,
    journey: &Journey,
    words: &str,
    ended_at: Option<DateTime<Utc>>,
) -> Result<Journey> {
    owned(author, journey)?;
    let (description, closing) = checked(&journey.description, words)?;
    diesel::update(journeys::table.find(journey.account.id.0))
        .set((journeys::closing.eq(&closing), journeys::ended_at.eq(ended_at)))
        .execute(&mut *core.db.conn().await?)
        .await?;
    let words = note(&description, &closing, ended_at.is_some());
    update(core, &journey.account, ProfileChange { note: Some(words), ..ProfileChange::default() }).await?;
    queries::by_id(core, journey.account.id).await?.ok_or(Error::NotFound("journey"))
}

/// Deletes it: its account says goodbye, its name stays taken. The stories stay what they are.
///
/// # Errors
/// [`Error::Forbidden`] when it is not their journey.
pub async fn delete(core: &Core, author: &Account, journey: &Journey) -> Result<()> {
    owned(author, journey)?;
    accounts::delete(core, &journey.account).await
}
