//! The heard queue: stories that hope for an answer and have none, who waits longest first.

use crate::accounts::Account;
use crate::communities::{Community, Role, queries};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::Entry;
use crate::timelines::{self, Row};
use crate::{Core, Result, apart, facts, shown};
use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

/// A story that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The story, as its reader sees it.
    pub entry: Entry,
    /// When it was told: since then nobody has answered.
    pub since: DateTime<Utc>,
}

/// What every arm of the queue asks, after its own condition: the page, and that the reader may and wants to read it.
macro_rules! arm {
    ($from:literal) => {
        concat!(
            "SELECT s.id AS story, NULL::bigint AS boost, ",
            facts!(),
            " FROM ",
            $from,
            " AND h.waiting AND h.story_id > $2 AND h.story_id < $3 AND ",
            shown!("$1"),
            " AND ",
            apart!("s.author_id", "$5", "$6"),
            " ORDER BY h.story_id LIMIT $4"
        )
    };
}

/// Those told in a community, for its members. The page walks upwards from `min` or `since`.
///
/// # Errors
/// [`crate::Error::Forbidden`] for those who are not in.
pub async fn in_community(
    core: &Core,
    reader: &Account,
    community: &Community,
    page: Page,
) -> Result<Vec<Waiting>> {
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, community.account.id, reader.id, Role::Member).await?;
    told_in(core, &mut conn, reader.id, community.account.id, page).await
}

/// Those of our members in a community of another server, for whoever of us reads there.
///
/// # Errors
/// When Postgres fails.
pub async fn in_community_elsewhere(
    core: &Core,
    reader: &Account,
    group: &Account,
    page: Page,
) -> Result<Vec<Waiting>> {
    let mut conn = core.db.conn().await?;
    told_in(core, &mut conn, reader.id, group.id, page).await
}

async fn told_in(
    core: &Core,
    conn: &mut Conn,
    reader: AccountId,
    community: AccountId,
    page: Page,
) -> Result<Vec<Waiting>> {
    const TEXT: &str = arm!("heard h JOIN stories s ON s.id = h.story_id WHERE h.community_id = $7");
    let standing = standing(core, conn, reader).await?;
    let rows = sql(TEXT)
        .bind::<BigInt, _>(reader)
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .bind::<BigInt, _>(community)
        .load::<Row>(conn)
        .await?;
    waiting(core, conn, rows).await
}

/// Those told on this server that the reader may read: what is open to everybody here, what people near them told to
/// few, and what is said in their communities. Each arm walks an index of what waits; nobody reads past what is not
/// for them.
///
/// # Errors
/// When Postgres fails.
pub async fn here(core: &Core, reader: &Account, page: Page) -> Result<Vec<Waiting>> {
    const TEXT: &str = concat!(
        "SELECT * FROM ((",
        arm!("heard h JOIN stories s ON s.id = h.story_id WHERE h.local AND h.audience IN (0, 1, 4)"),
        ") UNION ALL (",
        arm!(
            "(SELECT n.followee_id AS id FROM follows n WHERE n.follower_id = $1 AND n.accepted_at IS NOT NULL \
              UNION SELECT c.account_id FROM circle_members cm JOIN circles c ON c.id = cm.circle_id \
                    WHERE cm.account_id = $1 UNION SELECT $1) near \
             JOIN heard h ON h.author_id = near.id AND h.local AND h.audience IN (2, 6) \
             JOIN stories s ON s.id = h.story_id WHERE true"
        ),
        ") UNION ALL (",
        arm!(
            "community_members inside JOIN heard h ON h.community_id = inside.community_id \
               AND h.community_id IS NOT NULL AND h.local AND h.audience = 7 \
             JOIN stories s ON s.id = h.story_id WHERE inside.account_id = $1 AND inside.state = 1"
        ),
        ")) q ORDER BY q.story LIMIT $4"
    );
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, reader.id).await?;
    let rows = sql(TEXT)
        .bind::<BigInt, _>(reader.id)
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .load::<Row>(&mut conn)
        .await?;
    waiting(core, &mut conn, rows).await
}

async fn waiting(core: &Core, conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Waiting>> {
    let entries = timelines::entries(core, conn, rows).await?;
    Ok(entries.into_iter().map(|entry| Waiting { since: entry.view.story.published_at, entry }).collect())
}
