//! Its author changes what a journey says of itself.

use super::model::{checked, note};
use super::{Journey, queries};
use crate::accounts::Account;
use crate::accounts::update::{ProfileChange, update as profile};
use crate::schema::journeys;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What to change; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Name to show.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
}

/// Changes what is given; those who follow from elsewhere are told.
///
/// # Errors
/// [`Error::Forbidden`] when it is not their journey, [`Error::Invalid`] for texts that are too long.
pub async fn update(core: &Core, author: &Account, journey: &Journey, change: Change) -> Result<Journey> {
    owned(author, journey)?;
    let description = change.description.as_deref().unwrap_or(&journey.description);
    let (description, closing) = checked(description, &journey.closing)?;
    diesel::update(journeys::table.find(journey.account.id.0))
        .set(journeys::description.eq(&description))
        .execute(&mut *core.db.conn().await?)
        .await?;
    let note = Some(note(&description, &closing, journey.ended_at.is_some()));
    let display_name = change.title;
    profile(core, &journey.account, ProfileChange { display_name, note, ..ProfileChange::default() }).await?;
    queries::by_id(core, journey.account.id).await?.ok_or(Error::NotFound("journey"))
}

/// Whether the journey is theirs to change; to others there is nothing to be changed.
pub(super) fn owned(author: &Account, journey: &Journey) -> Result<()> {
    if journey.author == author.id {
        Ok(())
    } else {
        Err(Error::Forbidden("only its author changes a journey"))
    }
}
