//! The timeline of a list: what of the home feed is by the people on it.

use crate::ids::AccountId;
use crate::lists::{self, Replies};
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::Entry;
use crate::timelines::Row;
use crate::{Core, Result, apart, facts, listed, shown};
use diesel::sql_types::{Array, BigInt, SmallInt, Text};
use diesel_async::RunQueryDsl;

macro_rules! list {
    ($order:literal) => {
        concat!(
            "SELECT f.story_id AS story, f.boost_id AS boost, ",
            facts!(),
            " FROM feed f JOIN list_members x ON x.list_id = $9 AND x.account_id = f.author_id \
             JOIN stories s ON s.id = f.story_id LEFT JOIN stories p ON p.id = s.parent_id \
             WHERE f.account_id = $1 AND f.entry_id < $2 AND f.entry_id > $3 AND ",
            shown!("$1"),
            " AND ",
            apart!("s.author_id", "$5", "$6"),
            " AND (f.boost_id IS NULL OR ",
            apart!("f.author_id", "$5", "$6"),
            ") AND s.root_id <> ALL ($8) \
             AND (f.boost_id IS NOT NULL OR s.parent_uri IS NULL OR p.author_id = s.author_id OR $10 = 0 \
                  OR ($10 = 1 AND EXISTS (SELECT 1 FROM list_members y \
                                          WHERE y.list_id = $9 AND y.account_id = p.author_id))) AND ",
            listed!("$1", "$7"),
            " ORDER BY f.entry_id ",
            $order,
            " LIMIT $4"
        )
    };
}

/// What people on a list of the member told and passed on, as far back as the member's feed reaches.
///
/// # Errors
/// [`Error::NotFound`](crate::Error::NotFound) when the list is not theirs.
pub async fn list(core: &Core, member: AccountId, list: i64, page: Page) -> Result<Vec<Entry>> {
    let replies: Replies = lists::show(core, member, list).await?.replies();
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, member).await?;
    let rows = sql(if page.upwards() { list!("ASC") } else { list!("DESC") })
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<BigInt>, _>(&standing.accounts)
        .bind::<Array<Text>, _>(&standing.hosts)
        .bind::<Array<Text>, _>(&standing.hidden)
        .bind::<Array<BigInt>, _>(&standing.threads)
        .bind::<BigInt, _>(list)
        .bind::<SmallInt, _>(replies as i16)
        .load::<Row>(&mut conn)
        .await?;
    super::entries(core, &mut conn, &standing, page.newest_first(rows)).await
}
