//! Keeps what a page said, for all stories that link to it.

use super::Page;
use crate::ids::{CardId, StoryId};
use crate::schema::{cards, story_cards};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;

/// How long the card of a page stays that no story links to any more.
const AFTERWARDS: TimeDelta = TimeDelta::days(1);

/// The page of a card, as stories link it.
///
/// # Errors
/// [`Error::NotFound`] where the card is gone.
pub async fn url(core: &Core, card: CardId) -> Result<String> {
    let found = cards::table.find(card.0).select(cards::url).first(&mut *core.db.conn().await?).await;
    found.optional()?.ok_or(Error::NotFound("card"))
}

/// A page was asked: it says this of itself, or nothing that could be shown.
///
/// # Errors
/// When Postgres fails.
pub async fn keep(core: &Core, card: CardId, page: Option<&Page>) -> Result<()> {
    let page = page.map(serde_json::to_value).transpose().map_err(Error::internal)?;
    let mut conn = core.db.conn().await?;
    diesel::update(cards::table.find(card.0))
        .set((cards::page.eq(page), cards::fetched_at.eq(core.now())))
        .execute(&mut conn)
        .await?;
    let stories: Vec<i64> = story_cards::table
        .filter(story_cards::card_id.eq(card.0))
        .select(story_cards::story_id)
        .load(&mut conn)
        .await?;
    stories.into_iter().for_each(|story| core.stories.forget(StoryId(story)));
    Ok(())
}

/// Forgets pages that no story links to any more; clock-driven. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn prune(core: &Core) -> Result<usize> {
    let gone = sql("DELETE FROM cards c WHERE c.created_at < $1 \
                    AND NOT EXISTS (SELECT 1 FROM story_cards s WHERE s.card_id = c.id)")
    .bind::<Timestamptz, _>(core.now() - AFTERWARDS)
    .execute(&mut *core.db.conn().await?)
    .await?;
    Ok(gone)
}
