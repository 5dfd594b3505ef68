//! The home timeline.

use crate::ids::AccountId;
use crate::page::Page;
use crate::sql::sql;
use crate::stories::Entry;
use crate::stories::hydrate::hydrate;
use crate::stories::queries::Place;
use crate::{Core, Result, visible, wanted};
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

macro_rules! home {
    ($order:literal) => {
        concat!(
            "SELECT f.story_id AS story, f.boost_id AS boost FROM feed f JOIN stories s ON s.id = f.story_id \
             WHERE f.account_id = $1 AND f.entry_id < $2 AND f.entry_id > $3 AND ",
            visible!(),
            " AND ",
            wanted!(),
            " AND (f.boost_id IS NULL OR ",
            wanted!("$1", "f.author_id"),
            ") ORDER BY f.entry_id ",
            $order,
            " LIMIT $4"
        )
    };
}

/// What those the member follows told and passed on, from the feed table. One keyset query with the visibility
/// predicate, then `hydrate`.
///
/// # Errors
/// When Postgres fails.
pub async fn home(core: &Core, member: AccountId, page: Page) -> Result<Vec<Entry>> {
    let mut conn = core.db.conn().await?;
    let places = sql(if page.upwards() { home!("ASC") } else { home!("DESC") })
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .load::<Place>(&mut conn)
        .await?;
    hydrate(core, &mut conn, member, &super::newest_first(page, places)).await
}
