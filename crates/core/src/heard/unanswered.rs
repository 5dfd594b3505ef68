//! Nobody unheard, by person: members whose stories asked and were never answered.

use crate::accounts::Account;
use crate::accounts::model::AccountRow;
use crate::communities::{Community, Role as Place, queries};
use crate::ids::StoryId;
use crate::members::Role;
use crate::members::model::by_account;
use crate::page::Page;
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

/// Somebody whom nobody has answered yet.
#[derive(Debug, Clone)]
pub struct Unanswered {
    /// Who.
    pub account: Account,
    /// When the first of their stories that still waits was told.
    pub since: DateTime<Utc>,
    /// That story; the cursor of the list.
    pub story: StoryId,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(embed)]
    account: AccountRow,
    #[diesel(sql_type = Timestamptz)]
    asked_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    story: StoryId,
}

impl From<Found> for Unanswered {
    fn from(found: Found) -> Self {
        Self { account: found.account.into(), since: found.asked_at, story: found.story }
    }
}

/// Members of a community to whom nobody in it has said anything yet though they asked, who waits longest first. The
/// page walks upwards from `min` or `since`.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no stewards.
pub async fn in_community(
    core: &Core,
    steward: &Account,
    community: &Community,
    page: Page,
) -> Result<Vec<Unanswered>> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, id, steward.id, Place::Steward).await?;
    let rows = sql("SELECT a.*, h.asked_at, h.story_id AS story FROM heard h \
         JOIN community_members m ON m.community_id = h.community_id AND m.account_id = h.author_id AND m.state = 1 \
         JOIN accounts a ON a.id = h.author_id \
         WHERE h.waiting AND h.community_id = $1 AND h.story_id > $2 AND h.story_id < $3 \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM heard e WHERE e.author_id = h.author_id AND e.community_id = h.community_id \
                         AND (e.heard_at IS NOT NULL OR (e.waiting AND e.story_id < h.story_id))) \
         ORDER BY h.story_id LIMIT $4")
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(page.above())
    .bind::<BigInt, _>(page.below())
    .bind::<BigInt, _>(page.limit)
    .load::<Found>(&mut conn)
    .await?;
    Ok(rows.into_iter().map(Unanswered::from).collect())
}

/// The same of everybody who lives here, for those who look after the server.
///
/// # Errors
/// [`Error::Forbidden`] for everybody else.
pub async fn here(core: &Core, keeper: &Account, page: Page) -> Result<Vec<Unanswered>> {
    let member = by_account(core, keeper.id).await?;
    if member.is_none_or(|member| member.role < Role::Moderator) {
        return Err(Error::Forbidden("only those who look after this server may do this"));
    }
    let rows = sql(
        "SELECT a.*, h.asked_at, h.story_id AS story FROM heard h JOIN accounts a ON a.id = h.author_id \
         WHERE h.waiting AND h.local AND h.story_id > $1 AND h.story_id < $2 \
         AND a.suspended_at IS NULL AND a.gone_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM heard e WHERE e.author_id = h.author_id \
                         AND (e.heard_at IS NOT NULL OR (e.waiting AND e.story_id < h.story_id))) \
         ORDER BY h.story_id LIMIT $3",
    )
    .bind::<BigInt, _>(page.above())
    .bind::<BigInt, _>(page.below())
    .bind::<BigInt, _>(page.limit)
    .load::<Found>(&mut *core.db.conn().await?)
    .await?;
    Ok(rows.into_iter().map(Unanswered::from).collect())
}
