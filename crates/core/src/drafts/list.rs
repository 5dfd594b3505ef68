//! A member looks at their drafts.

use crate::ids::{AccountId, DraftId};
use crate::page::Page;
use crate::schema::drafts;
use crate::stories::Draft;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A draft as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Id here.
    pub id: DraftId,
    /// What it says.
    pub draft: Draft,
    /// When its undo window closes; `None` while it is only a draft.
    pub release_at: Option<DateTime<Utc>>,
    /// When its author planned it to be told; far off for what an app keeps as a draft.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Why it could not be told when its window closed.
    pub problem: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The unguessable part of the address it will have.
    pub slug: Option<String>,
}

/// Drafts, newest first: those that wait to be told, or the others.
///
/// # Errors
/// When Postgres fails.
pub async fn list(core: &Core, account: AccountId, waiting: bool, page: Page) -> Result<Vec<Kept>> {
    let mut conn = core.db.conn().await?;
    let query = drafts::table
        .filter(drafts::account_id.eq(account.0))
        .filter(drafts::release_at.is_not_null().eq(waiting))
        .filter(drafts::id.lt(page.below()).and(drafts::id.gt(page.above())))
        .select(Row::as_select())
        .limit(page.limit)
        .into_boxed();
    let query = if page.upwards() { query.order(drafts::id.asc()) } else { query.order(drafts::id.desc()) };
    let rows = query.load::<Row>(&mut conn).await?;
    page.newest_first(rows).into_iter().map(Row::read).collect()
}

/// One draft, waiting or not.
///
/// # Errors
/// [`Error::NotFound`] when there is no such draft of theirs.
pub async fn show(core: &Core, account: AccountId, draft: DraftId) -> Result<Kept> {
    let mut conn = core.db.conn().await?;
    drafts::table
        .find(draft.0)
        .filter(drafts::account_id.eq(account.0))
        .select(Row::as_select())
        .first::<Row>(&mut conn)
        .await
        .optional()?
        .ok_or(Error::NotFound("draft"))?
        .read()
}

/// A row of `drafts`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = drafts)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct Row {
    id: DraftId,
    content: serde_json::Value,
    release_at: Option<DateTime<Utc>>,
    scheduled_at: Option<DateTime<Utc>>,
    problem: Option<String>,
    updated_at: DateTime<Utc>,
    slug: Option<String>,
}

impl Row {
    pub(super) fn read(self) -> Result<Kept> {
        Ok(Kept {
            id: self.id,
            draft: serde_json::from_value(self.content).map_err(Error::internal)?,
            release_at: self.release_at,
            scheduled_at: self.scheduled_at,
            problem: self.problem,
            updated_at: self.updated_at,
            slug: self.slug,
        })
    }
}
