//! A member begins a journey.

use super::model::{checked, note};
use super::{Journey, queries};
use crate::accounts::update::{ProfileChange, update};
use crate::accounts::{Account, register};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::journeys;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What a journey begins with.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Name in its handle.
    pub name: String,
    /// Name to show.
    pub title: String,
    /// What it is about; plain text.
    pub description: String,
}

/// Makes the journey with its account, which anybody may follow.
///
/// # Errors
/// [`Error::Invalid`] for a name that cannot be had and for texts that are too long, [`Error::Conflict`] for a name
/// that is taken.
pub async fn begin(core: &Core, author: &Account, plan: &Plan) -> Result<Journey> {
    if !author.is_local() || !author.is_active() {
        return Err(Error::Forbidden("this account cannot begin journeys"));
    }
    let (description, closing) = checked(&plan.description, "")?;
    let beginning = Beginning { author: author.id, description: &description };
    let account = register::journey(core, &plan.name, &plan.title, &beginning).await?;
    let words = note(&description, &closing, false);
    update(core, &account, ProfileChange { note: Some(words), ..ProfileChange::default() }).await?;
    queries::by_id(core, account.id).await?.ok_or(Error::NotFound("journey"))
}

/// What is written with the account of a new journey.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginning<'a> {
    author: AccountId,
    description: &'a str,
}

impl Beginning<'_> {
    /// Writes the journey, in the transaction that makes the account.
    pub(crate) async fn write(&self, core: &Core, tx: &mut Conn, journey: AccountId) -> Result<()> {
        diesel::insert_into(journeys::table)
            .values((
                journeys::account_id.eq(journey.0),
                journeys::author_id.eq(self.author.0),
                journeys::description.eq(self.description),
                journeys::closing.eq(""),
                journeys::created_at.eq(core.now()),
            ))
            .execute(tx)
            .await?;
        Ok(())
    }
}
