//! The home timeline.

use crate::ids::AccountId;
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::Entry;
use crate::timelines::Row;
use crate::{Core, Result, apart, facts, listed, shown};
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

macro_rules! home {
    ($order:literal) => {
        concat!(
            "SELECT f.story_id AS story, f.boost_id AS boost, ",
            facts!(),
            " FROM feed f JOIN stories s ON s.id = f.story_id \
             WHERE f.account_id = $1 AND f.entry_id < $2 AND f.entry_id > $3 AND ",
            shown!("$1"),
            " AND ",
            apart!("s.author_id", "$5", "$6"),
            " AND (f.boost_id IS NULL OR ",
            apart!("f.author_id", "$5", "$6"),
            ") AND s.root_id <> ALL ($8) AND f.author_id <> ALL ($9) AND ",
            listed!("$1", "$7"),
            " ORDER BY f.entry_id ",
            $order,
            " LIMIT $4"
        )
    };
}

/// What those the member follows told and passed on, from the feed table. One keyset query with the visibility
/// predicate, which answers the reader's marks too; the stories themselves are mostly in memory.
///
/// # Errors
/// When Postgres fails.
pub async fn home(core: &Core, member: AccountId, page: Page) -> Result<Vec<Entry>> {
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, member).await?;
    let rows = sql(if page.upwards() { home!("ASC") } else { home!("DESC") })
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .bind::<Array<Text>, _>(&standing.hidden)
        .bind::<Array<BigInt>, _>(&standing.threads)
        .bind::<Array<BigInt>, _>(&standing.apart)
        .load::<Row>(&mut conn)
        .await?;
    super::entries(core, &mut conn, &standing, page.newest_first(rows)).await
}
