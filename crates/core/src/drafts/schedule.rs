//! A member plans a story for later with an app. Apps know no drafts: they keep them as plans for a time that never comes,
//! so here such a plan is a draft, and every draft is shown to apps as such a plan.

use super::change;
use super::list::{Kept, Row};
use super::wait::{self, LetGo};
use crate::accounts::Account;
use crate::ids::{AccountId, DraftId};
use crate::page::Page;
use crate::schema::drafts;
use crate::stories::{Draft, preview};
use crate::{Core, Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// How far off a planned time is at least, as in Mastodon.
pub const SOONEST: TimeDelta = TimeDelta::minutes(5);
/// What is planned for a time further off is a draft: nobody plans that, and no clock is set for it.
const FARTHEST: TimeDelta = TimeDelta::days(10 * 365);

/// Plans a story, or keeps it as a draft where `at` is farther off than anybody plans.
///
/// # Errors
/// Those of [`preview::preview`]: what could not be told now is refused while somebody is there to mend it;
/// [`Error::Invalid`] for a time that is too near.
pub async fn schedule(core: &Core, author: &Account, draft: Draft, at: DateTime<Utc>) -> Result<LetGo> {
    // What was asked before is not checked again: by now its time may have come, and its files stand in it.
    if let Some(before) = before(core, author.id, &draft).await? {
        return Ok(before);
    }
    let release_at = release_at(core, at)?;
    preview::preview(core, author, draft.clone()).await?;
    let id = DraftId(core.id());
    let row = (
        drafts::id.eq(id.0),
        drafts::account_id.eq(author.id.0),
        drafts::content.eq(change::json(&draft)?),
        drafts::release_at.eq(release_at),
        drafts::scheduled_at.eq(at),
        drafts::slug.eq(core.chance.slug()),
        drafts::created_at.eq(core.now()),
        drafts::updated_at.eq(core.now()),
    );
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        if let Some(before) = wait::before(core, tx, author.id, &draft).await? {
            return Ok(before);
        }
        diesel::insert_into(drafts::table).values(row).execute(tx).await?;
        Ok(LetGo::Waits(id, at))
    })
    .await
}

async fn before(core: &Core, author: AccountId, draft: &Draft) -> Result<Option<LetGo>> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| wait::before(core, tx, author, draft).await).await
}

/// What the member planned, and their drafts, newest first. What waits for the end of its undo window is neither.
///
/// # Errors
/// When Postgres fails.
pub async fn list(core: &Core, account: AccountId, page: Page) -> Result<Vec<Kept>> {
    let query = drafts::table
        .filter(planned(account))
        .filter(drafts::id.lt(page.below()).and(drafts::id.gt(page.above())))
        .select(Row::as_select())
        .limit(page.limit)
        .into_boxed();
    let query = if page.upwards() { query.order(drafts::id.asc()) } else { query.order(drafts::id.desc()) };
    let rows = query.load::<Row>(&mut *core.db.conn().await?).await?;
    page.newest_first(rows).into_iter().map(Row::read).collect()
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when they planned nothing with this id.
pub async fn show(core: &Core, account: AccountId, draft: DraftId) -> Result<Kept> {
    let row = drafts::table
        .find(draft.0)
        .filter(planned(account))
        .select(Row::as_select())
        .first::<Row>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    row.ok_or(Error::NotFound("scheduled status"))?.read()
}

/// Plans it for another time.
///
/// # Errors
/// [`Error::NotFound`] when they planned nothing with this id; else as [`schedule`].
pub async fn change(core: &Core, author: &Account, draft: DraftId, at: DateTime<Utc>) -> Result<Kept> {
    let release_at = release_at(core, at)?;
    let kept = show(core, author.id, draft).await?;
    preview::preview_under(core, author, kept.draft, kept.slug).await?;
    let changed = diesel::update(drafts::table.find(draft.0))
        .filter(planned(author.id))
        .filter(drafts::updated_at.eq(kept.updated_at))
        .set((
            drafts::release_at.eq(release_at),
            drafts::scheduled_at.eq(at),
            drafts::problem.eq(None::<String>),
            drafts::updated_at.eq(core.now()),
        ))
        .execute(&mut *core.db.conn().await?)
        .await?;
    if changed == 0 { Err(wait::changed()) } else { show(core, author.id, draft).await }
}

/// Throws it away; it is not told.
///
/// # Errors
/// [`Error::NotFound`] when they planned nothing with this id, for instance because it was told by now.
pub async fn cancel(core: &Core, account: AccountId, draft: DraftId) -> Result<()> {
    let gone = diesel::delete(drafts::table.find(draft.0).filter(planned(account)))
        .execute(&mut *core.db.conn().await?)
        .await?;
    if gone == 0 { Err(Error::NotFound("scheduled status")) } else { Ok(()) }
}

/// When a plan for `at` is carried out; never, if it is a draft.
fn release_at(core: &Core, at: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    if at < core.now() + SOONEST {
        return Err(Error::invalid(
            "Validation failed: Scheduled at must be at least 5 minutes in the future",
        ));
    }
    Ok(Some(at).filter(|at| *at <= core.now() + FARTHEST))
}

/// What is this member's and does not wait for the end of its undo window.
fn planned(account: AccountId) -> Box<dyn BoxableExpression<drafts::table, Pg, SqlType = Bool>> {
    let kept = drafts::release_at.is_null().or(drafts::scheduled_at.is_not_null());
    Box::new(drafts::account_id.eq(account.0).and(kept))
}
