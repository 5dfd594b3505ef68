//! What a member kept or liked, in the order in which they did.

use crate::ids::{AccountId, StoryId};
use crate::page::Page;
use crate::restrictions::standing::standing;
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::{Entry, EntryKey};
use crate::{Core, Result, listed, paged, visible};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

macro_rules! kept {
    ($table:literal) => {
        paged!(
            concat!(
                "SELECT k.id AS cursor, s.id AS story FROM ",
                $table,
                " k JOIN stories s ON s.id = k.story_id \
                 WHERE k.account_id = $1 AND k.id < $2 AND k.id > $3 AND ",
                visible!(),
                " AND ",
                listed!("$1", "$5")
            ),
            "k.id",
            "$4"
        )
    };
}

/// Stories the member keeps, last kept first, each with its cursor. What they may no longer read is left out.
///
/// # Errors
/// When Postgres fails.
pub async fn bookmarks(core: &Core, member: AccountId, page: Page) -> Result<Vec<(i64, Entry)>> {
    list(core, member, page, kept!("bookmarks")).await
}

/// Stories the member likes, last liked first, each with its cursor. What they may no longer read is left out.
///
/// # Errors
/// When Postgres fails.
pub async fn favourites(core: &Core, member: AccountId, page: Page) -> Result<Vec<(i64, Entry)>> {
    list(core, member, page, kept!("favourites")).await
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = BigInt)]
    cursor: i64,
    #[diesel(sql_type = BigInt)]
    story: StoryId,
}

async fn list(
    core: &Core,
    member: AccountId,
    page: Page,
    texts: (&'static str, &'static str),
) -> Result<Vec<(i64, Entry)>> {
    let mut conn = core.db.conn().await?;
    let standing = standing(core, &mut conn, member).await?;
    let rows = sql(page.pick(texts))
        .bind::<BigInt, _>(member)
        .bind::<BigInt, _>(page.below())
        .bind::<BigInt, _>(page.above())
        .bind::<BigInt, _>(page.limit)
        .bind::<Array<Text>, _>(&standing.hidden)
        .load::<Kept>(&mut conn)
        .await?;
    let rows = page.newest_first(rows);
    let keys: Vec<EntryKey> = rows.iter().map(|row| EntryKey { story: row.story, boost: None }).collect();
    let entries = hydrate(core, &mut conn, member, &keys).await?;
    let cursors: HashMap<StoryId, i64> = rows.into_iter().map(|row| (row.story, row.cursor)).collect();
    let with_cursor = |entry: Entry| Some((*cursors.get(&entry.view.story.id)?, entry));
    Ok(entries.into_iter().filter_map(with_cursor).collect())
}
