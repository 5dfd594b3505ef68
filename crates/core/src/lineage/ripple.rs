//! What a story set going: the author's own view, which nobody else has.

use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::stories::hydrate::hydrate;
use crate::stories::{Entry, EntryKey};
use crate::{Core, Error, Result, visible};
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// A story that another gave courage, and those it gave courage in turn.
#[derive(Debug, Clone)]
pub struct Ripple {
    /// The story.
    pub entry: Entry,
    /// Stories that name it, oldest first.
    pub onward: Vec<Ripple>,
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = BigInt)]
    story: StoryId,
    #[diesel(sql_type = BigInt)]
    source: StoryId,
}

/// The tree below a story of the author's, as far as links are known here. Only what both sides agreed to is in it;
/// what was withdrawn or is hidden from the author ends its branch.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the author.
pub async fn of(core: &Core, author: AccountId, story: StoryId) -> Result<Vec<Ripple>> {
    let mut conn = core.db.conn().await?;
    let own = sql("SELECT 1 FROM stories WHERE id = $2 AND author_id = $1 AND local AND deleted_at IS NULL")
        .bind::<BigInt, _>(author)
        .bind::<BigInt, _>(story)
        .execute(&mut conn)
        .await?;
    if own == 0 {
        return Err(Error::NotFound("story"));
    }
    let steps = sql(concat!(
        "WITH RECURSIVE r AS ( \
           SELECT i.story_id, i.source_id, ARRAY[i.source_id, i.story_id] AS path \
           FROM inspirations i JOIN stories s ON s.id = i.story_id WHERE i.source_id = $2 AND i.state = 2 AND ",
        visible!(),
        " UNION ALL SELECT i.story_id, i.source_id, r.path || i.story_id \
           FROM r JOIN inspirations i ON i.source_id = r.story_id AND i.state = 2 JOIN stories s ON s.id = i.story_id \
           WHERE i.story_id <> ALL (r.path) AND ",
        visible!(),
        ") SELECT story_id AS story, source_id AS source FROM r ORDER BY story_id"
    ))
    .bind::<BigInt, _>(author)
    .bind::<BigInt, _>(story)
    .load::<Step>(&mut conn)
    .await?;
    let keys: Vec<EntryKey> = steps.iter().map(|step| EntryKey { story: step.story, boost: None }).collect();
    let entries = hydrate(core, &mut conn, author, &keys).await?;
    Ok(below(story, &steps, &entries))
}

fn below(source: StoryId, steps: &[Step], entries: &[Entry]) -> Vec<Ripple> {
    let onward = steps.iter().filter(|step| step.source == source);
    let entry = |step: &Step| entries.iter().find(|entry| entry.view.story.id == step.story).cloned();
    onward
        .filter_map(|step| Some(Ripple { entry: entry(step)?, onward: below(step.story, steps, entries) }))
        .collect()
}
