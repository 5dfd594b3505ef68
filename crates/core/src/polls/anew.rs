//! What of polls is asked anew each time a page of stories is read: few stories ask anything, and most pages hold none.

use crate::Result;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Integer};
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

/// A poll as it is now, to one reader.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub(crate) struct Anew {
    #[diesel(sql_type = BigInt)]
    story_id: StoryId,
    /// Grows with each change of the poll.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// What the reader chose: one bit for each option.
    #[diesel(sql_type = BigInt)]
    pub chosen: i64,
}

/// The polls of these stories, as `reader` (0 for somebody unknown) is to be told of them; asks nothing when there are
/// no stories.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn anew(
    conn: &mut Conn,
    reader: AccountId,
    stories: &[StoryId],
) -> Result<HashMap<StoryId, Anew>> {
    if stories.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sql(
        "SELECT q.story_id, q.version, coalesce((SELECT bit_or(1::bigint << v.choice) FROM poll_votes v \
                    WHERE v.story_id = q.story_id AND v.account_id = $1), 0) AS chosen \
                    FROM polls q WHERE q.story_id = ANY($2)",
    )
    .bind::<BigInt, _>(reader)
    .bind::<Array<BigInt>, _>(stories)
    .load::<Anew>(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.story_id, row)).collect())
}
