//! Whether anybody was ever asked for a story back.

use crate::{Federation, Result};
use diesel::OptionalExtension as _;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::ids::StoryId;
use hearth_core::sql::sql;

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = Integer)]
    #[expect(dead_code, reason = "that there is a row is all that is asked")]
    one: i32,
}

/// Whether some server was asked to delete the story: whatever it answered, it may have done so, and then never takes
/// the id again.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn was_asked_back(federation: &Federation, story: StoryId) -> Result<bool> {
    let mut conn = federation.core.db.conn().await?;
    let found = sql("SELECT 1 AS one FROM handed WHERE story_id = $1 AND state IN (1, 2, 3, 4) LIMIT 1")
        .bind::<BigInt, _>(story)
        .get_result::<One>(&mut conn)
        .await
        .optional()
        .map_err(Error::from)?;
    Ok(found.is_some())
}
