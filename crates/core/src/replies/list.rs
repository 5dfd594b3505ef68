//! Lists the answers that wait under a story.

use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::queries::Place;
use crate::stories::{Entry, EntryKey};
use crate::{Core, Result, visible};
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// Answers in the thread of `story` that wait for the yes of `owner`, oldest first, after `after`. Empty for anybody
/// else.
///
/// # Errors
/// When Postgres fails.
pub async fn held(
    core: &Core,
    owner: AccountId,
    story: StoryId,
    after: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    let mut conn = core.db.conn().await?;
    let rows = sql(concat!(
        "SELECT s.id AS story, NULL::bigint AS boost FROM stories s \
         WHERE s.held_by = $1 AND s.root_id = (SELECT r.root_id FROM stories r WHERE r.id = $2) \
           AND s.id > $3 AND s.declined_at IS NULL AND ",
        visible!(),
        " ORDER BY s.id LIMIT $4"
    ))
    .bind::<BigInt, _>(owner)
    .bind::<BigInt, _>(story)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(limit)
    .load::<Place>(&mut conn)
    .await?;
    let keys: Vec<EntryKey> = rows.into_iter().map(EntryKey::from).collect();
    hydrate(core, &mut conn, owner, &keys).await
}
