//! Links end with either of their stories.

use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::StoryId;
use crate::sql::sql;
use crate::{Core, Result};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Timestamptz};
use diesel_async::RunQueryDsl;

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
}

/// Forgets every link from or to stories that are being deleted, in the transaction that deletes them. Stories told
/// here that named one of them lose the line, and other servers are told so.
pub(crate) async fn ended(core: &Core, tx: &mut Conn, stories: &[StoryId]) -> Result<()> {
    let named = sql(
        "DELETE FROM inspirations WHERE story_id = ANY($1) OR source_id = ANY($1) RETURNING story_id AS id",
    )
    .bind::<Array<BigInt>, _>(stories)
    .load::<Named>(tx)
    .await?;
    let left: Vec<StoryId> = named.into_iter().map(|row| row.id).filter(|id| !stories.contains(id)).collect();
    touch(core, tx, &left).await
}

/// Notes that what stories of ours say of themselves changed. Records `StoryEdited` of each. Copies in memory are told
/// from the new version by its time.
pub(super) async fn touch(core: &Core, tx: &mut Conn, stories: &[StoryId]) -> Result<()> {
    if stories.is_empty() {
        return Ok(());
    }
    // Peers apply an edit only if it is newer than what they have, to the millisecond.
    let changed = sql(
        "UPDATE stories SET edited_at = greatest($2, coalesce(edited_at, published_at) + interval '1 ms') \
                       WHERE id = ANY($1) AND local AND deleted_at IS NULL RETURNING id",
    )
    .bind::<Array<BigInt>, _>(stories)
    .bind::<Timestamptz, _>(core.now())
    .load::<Named>(tx)
    .await?;
    for Named { id } in changed {
        event::record(core, tx, &Event::StoryEdited { story: id }).await?;
    }
    Ok(())
}
