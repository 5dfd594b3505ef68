//! Looks follows up.

use crate::accounts::Account;
use crate::accounts::listed::listed;
use crate::ids::AccountId;
use crate::page::Page;
use crate::paged;
use crate::schema::{accounts, follows};
use crate::{Core, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A follow or a request.
#[derive(Debug, Clone)]
pub struct Follow {
    /// Snowflake, the cursor of lists.
    pub id: i64,
    /// Who follows.
    pub follower_id: AccountId,
    /// Who is followed.
    pub followee_id: AccountId,
    /// Id of the Follow activity.
    pub uri: String,
    /// Whether it holds.
    pub accepted: bool,
    /// When the newest Follow was made or received.
    pub asked_at: DateTime<Utc>,
}

/// The follow between these two, if there is one.
///
/// # Errors
/// When Postgres fails.
pub async fn between(core: &Core, follower: AccountId, followee: AccountId) -> Result<Option<Follow>> {
    let mut conn = core.db.conn().await?;
    let row = follows::table
        .find((follower.0, followee.0))
        .select(FollowRow::as_select())
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(Follow::from))
}

/// The follow with this activity id.
///
/// # Errors
/// When Postgres fails.
pub async fn by_uri(core: &Core, uri: &str) -> Result<Option<Follow>> {
    let mut conn = core.db.conn().await?;
    let row = follows::table
        .filter(follows::uri.eq(uri))
        .select(FollowRow::as_select())
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(Follow::from))
}

/// The follow of `followee` that was asked for under this id before it was asked for again.
///
/// # Errors
/// When Postgres fails.
pub async fn by_earlier_uri(core: &Core, followee: AccountId, uri: &str) -> Result<Option<Follow>> {
    let mut conn = core.db.conn().await?;
    let row = follows::table
        .filter(follows::followee_id.eq(followee.0).and(follows::earlier.contains(vec![uri])))
        .select(FollowRow::as_select())
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(Follow::from))
}

/// Requests that wait for `followee`, newest first, each with its cursor id.
///
/// # Errors
/// When Postgres fails.
pub async fn requests(core: &Core, followee: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    let texts = paged!(
        "SELECT f.id AS cursor, a.* FROM follows f JOIN accounts a ON a.id = f.follower_id \
         WHERE f.followee_id = $1 AND f.accepted_at IS NULL AND f.id < $2 AND f.id > $3 \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL",
        "f.id",
        "$4"
    );
    listed(core, followee, page, texts).await
}

/// How many requests wait for `followee`: work to be done, not approval.
///
/// # Errors
/// When Postgres fails.
pub async fn waiting(core: &Core, followee: AccountId) -> Result<i64> {
    let mut conn = core.db.conn().await?;
    let count = follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::follower_id)))
        .filter(follows::followee_id.eq(followee.0).and(follows::accepted_at.is_null()))
        .filter(accounts::suspended_at.is_null().and(accounts::gone_at.is_null()))
        .count()
        .get_result(&mut conn)
        .await?;
    Ok(count)
}

/// Accepted followers, newest first, each with its cursor id.
///
/// # Errors
/// When Postgres fails.
pub async fn followers(core: &Core, followee: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    let texts = paged!(
        "SELECT f.id AS cursor, a.* FROM follows f JOIN accounts a ON a.id = f.follower_id \
         WHERE f.followee_id = $1 AND f.accepted_at IS NOT NULL AND f.id < $2 AND f.id > $3 \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL",
        "f.id",
        "$4"
    );
    listed(core, followee, page, texts).await
}

/// Accounts followed, newest first, each with its cursor id.
///
/// # Errors
/// When Postgres fails.
pub async fn following(core: &Core, follower: AccountId, page: Page) -> Result<Vec<(i64, Account)>> {
    let texts = paged!(
        "SELECT f.id AS cursor, a.* FROM follows f JOIN accounts a ON a.id = f.followee_id \
         WHERE f.follower_id = $1 AND f.accepted_at IS NOT NULL AND f.id < $2 AND f.id > $3 \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL",
        "f.id",
        "$4"
    );
    listed(core, follower, page, texts).await
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = follows)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct FollowRow {
    id: i64,
    follower_id: AccountId,
    followee_id: AccountId,
    uri: String,
    accepted_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<FollowRow> for Follow {
    fn from(row: FollowRow) -> Self {
        Self {
            id: row.id,
            follower_id: row.follower_id,
            followee_id: row.followee_id,
            uri: row.uri,
            accepted: row.accepted_at.is_some(),
            asked_at: row.created_at,
        }
    }
}
