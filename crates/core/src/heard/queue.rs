//! The heard queue: stories that hope for an answer and have none, who waits longest first.

use crate::accounts::Account;
use crate::communities::queries::Spot;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::page::Page;
use crate::restrictions::standing::{Standing, standing};
use crate::sql::sql;
use crate::stories::Entry;
use crate::timelines::{self, Row};
use crate::{Core, Error, Result, apart, facts, listed, shown};
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

/// One arm of the queue: of the rows `heard h` in `$from` that wait on this page, those the reader may and wants to
/// read. A row of `$from` that is looked up for another (`LATERAL`) stands behind `OFFSET 0`, so that Postgres takes
/// the index it was made for and does not walk all that waits anywhere.
macro_rules! arm {
    ($from:expr) => {
        concat!(
            "SELECT s.id AS story, NULL::bigint AS boost, ",
            facts!(),
            " FROM ",
            $from,
            " JOIN stories s ON s.id = h.story_id WHERE ",
            shown!("$1"),
            " AND ",
            apart!("s.author_id", "$5", "$6"),
            " AND ",
            listed!("$1", "$7"),
            " ORDER BY h.story_id LIMIT $4"
        )
    };
}

/// What waits on this page, by a condition for which there is an index.
macro_rules! page {
    ($condition:literal) => {
        concat!(
            "(SELECT w.story_id FROM heard w WHERE w.waiting AND ",
            $condition,
            " AND w.story_id > $2 AND w.story_id < $3"
        )
    };
}

/// Those told in a community, for its members. The page walks upwards from `min` or `since`.
///
/// # Errors
/// [`Error::Forbidden`] for those who are not in.
pub async fn in_community(
    core: &Core,
    reader: &Account,
    community: Spot,
    page: Page,
) -> Result<Vec<Waiting>> {
    if !community.inside {
        return Err(Error::Forbidden("only members of the community may do this"));
    }
    told_in(core, &mut *core.db.conn().await?, reader.id, community.id, page).await
}

/// Those of our members in a community of another server, for whoever of us reads there.
///
/// # Errors
/// When Postgres fails.
pub async fn in_community_elsewhere(
    core: &Core,
    reader: &Account,
    group: AccountId,
    page: Page,
) -> Result<Vec<Waiting>> {
    let mut conn = core.db.conn().await?;
    told_in(core, &mut conn, reader.id, group, page).await
}

async fn told_in(
    core: &Core,
    conn: &mut Conn,
    reader: AccountId,
    community: AccountId,
    page: Page,
) -> Result<Vec<Waiting>> {
    const TEXT: &str = arm!(concat!(page!("w.community_id = $8"), ") h"));
    let standing = standing(core, conn, reader).await?;
    let rows = sql(TEXT)
        .bind::<BigInt, _>(reader)
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .bind::<Array<Text>, _>(&standing.hidden)
        .bind::<BigInt, _>(community)
        .load::<Row>(conn)
        .await?;
    waiting(core, conn, &standing, rows).await
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
        arm!(concat!(page!("w.local AND w.audience IN (0, 1, 4)"), ") h")),
        ") UNION ALL (",
        arm!(concat!(
            "(SELECT n.followee_id AS id FROM follows n WHERE n.follower_id = $1 AND n.accepted_at IS NOT NULL \
              UNION SELECT c.account_id FROM circle_members cm JOIN circles c ON c.id = cm.circle_id \
                    WHERE cm.account_id = $1 UNION SELECT $1) near JOIN LATERAL ",
            page!("w.author_id = near.id AND w.local AND w.audience IN (2, 6)"),
            " OFFSET 0) h ON true"
        )),
        ") UNION ALL (",
        arm!(concat!(
            "(SELECT i.community_id AS id FROM community_members i WHERE i.account_id = $1 AND i.state = 1) inside \
              JOIN LATERAL ",
            page!("w.community_id = inside.id AND w.local AND w.audience = 7"),
            " ORDER BY w.story_id OFFSET 0) h ON true"
        )),
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
        .bind::<Array<Text>, _>(&standing.hidden)
        .load::<Row>(&mut conn)
        .await?;
    waiting(core, &mut conn, &standing, rows).await
}

async fn waiting(core: &Core, conn: &mut Conn, standing: &Standing, rows: Vec<Row>) -> Result<Vec<Waiting>> {
    let entries = timelines::entries(core, conn, standing, rows).await?;
    Ok(entries.into_iter().map(|entry| Waiting { since: entry.view.story.published_at, entry }).collect())
}
