//! What counts as an answer, and the verbs' word that one came or went.

use crate::Result;
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt};
use diesel_async::RunQueryDsl;

/// SQL condition over `stories r` in the thread of `heard h`: words of somebody else that the author of the story may
/// read and does not hold, from any server, to everybody or to them alone.
macro_rules! counts {
    () => {
        "(r.author_id <> h.author_id AND r.id <> h.story_id AND r.deleted_at IS NULL AND r.held_by IS NULL \
          AND (r.audience IN (0, 1, 4, 7) OR (r.audience IN (2, 3, 6) AND EXISTS (SELECT 1 FROM mentions hm \
               WHERE hm.story_id = r.id AND hm.account_id = h.author_id))) \
          AND NOT EXISTS (SELECT 1 FROM community_stories hc WHERE hc.story_id = r.id AND hc.removed_at IS NOT NULL) \
          AND NOT EXISTS (SELECT 1 FROM blocks hb WHERE hb.blocker_id = h.author_id AND hb.blocked_id = r.author_id) \
          AND NOT EXISTS (SELECT 1 FROM accounts ha WHERE ha.id = r.author_id \
                          AND (ha.suspended_at IS NOT NULL OR ha.gone_at IS NOT NULL OR ha.barred_at IS NOT NULL)))"
    };
}
pub(super) use counts;

/// Answers came: told, received, let in. The story that starts their thread has been heard by the first that counts.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn answered(tx: &mut Conn, answers: &[StoryId]) -> Result<()> {
    // Locked first, so that the second statement sees what others did to the thread until then.
    let asked = locked(tx, answers).await?;
    if asked.is_empty() {
        return Ok(());
    }
    sql(concat!(
        "UPDATE heard h SET answer_id = a.id, heard_at = a.created_at FROM ( \
           SELECT DISTINCT ON (r.root_id) r.root_id, r.id, r.created_at FROM stories r \
           JOIN heard h ON h.story_id = r.root_id WHERE r.id = ANY($1) AND ",
        counts!(),
        " ORDER BY r.root_id, r.id) a WHERE h.story_id = a.root_id AND h.heard_at IS NULL"
    ))
    .bind::<Array<BigInt>, _>(answers)
    .execute(tx)
    .await?;
    Ok(())
}

/// Something about these stories or answers changed (deleted, taken out, closed, folded away, for others): looks at
/// their threads anew.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn again(tx: &mut Conn, stories: &[StoryId]) -> Result<()> {
    let asked = locked(tx, stories).await?;
    settle(tx, &asked).await
}

/// The author blocked somebody, or lifted that: what those say counts no more, or again.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn between(tx: &mut Conn, author: AccountId, other: AccountId) -> Result<()> {
    let asked = sql("SELECT h.story_id AS id FROM heard h WHERE h.author_id = $1 AND ( \
           h.heard_at IS NULL AND EXISTS (SELECT 1 FROM stories r WHERE r.root_id = h.story_id AND r.author_id = $2) \
           OR EXISTS (SELECT 1 FROM stories r WHERE r.id = h.answer_id AND r.author_id = $2)) \
         ORDER BY h.story_id FOR UPDATE OF h")
    .bind::<BigInt, _>(author)
    .bind::<BigInt, _>(other)
    .load::<Id>(tx)
    .await?;
    settle(tx, &ids(asked)).await
}

/// All that these people said is hidden from now on, or shown again: threads they spoke in are looked at anew.
///
/// # Errors
/// When Postgres fails.
pub(crate) async fn of_accounts(tx: &mut Conn, accounts: &[AccountId]) -> Result<()> {
    if accounts.is_empty() {
        return Ok(());
    }
    let asked = sql("SELECT h.story_id AS id FROM heard h WHERE h.story_id IN ( \
           SELECT r.root_id FROM stories r WHERE r.author_id = ANY($1) AND r.deleted_at IS NULL) \
         ORDER BY h.story_id FOR UPDATE OF h")
    .bind::<Array<BigInt>, _>(accounts)
    .load::<Id>(tx)
    .await?;
    settle(tx, &ids(asked)).await
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: StoryId,
}

fn ids(rows: Vec<Id>) -> Vec<StoryId> {
    rows.into_iter().map(|row| row.id).collect()
}

/// The stories that ask at the top of the threads of `stories`, locked until the transaction ends.
async fn locked(tx: &mut Conn, stories: &[StoryId]) -> Result<Vec<StoryId>> {
    if stories.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sql("SELECT h.story_id AS id FROM heard h \
                    WHERE h.story_id IN (SELECT s.root_id FROM stories s WHERE s.id = ANY($1)) \
                    ORDER BY h.story_id FOR UPDATE OF h")
    .bind::<Array<BigInt>, _>(stories)
    .load::<Id>(tx)
    .await?;
    Ok(ids(rows))
}

/// Writes what is true of locked rows.
async fn settle(tx: &mut Conn, asked: &[StoryId]) -> Result<()> {
    if asked.is_empty() {
        return Ok(());
    }
    sql(concat!(
        "UPDATE heard SET audience = n.audience, open = n.open, answer_id = n.answer_id, heard_at = n.heard_at FROM ( \
           SELECT h.story_id, s.audience, a.id AS answer_id, a.created_at AS heard_at, \
             s.deleted_at IS NULL AND s.audience NOT IN (3, 5) \
             AND NOT EXISTS (SELECT 1 FROM tellings t WHERE t.story_id = s.id \
                             AND (t.wish = 5 OR t.kind NOT IN (0, 1, 2, 6))) \
             AND NOT EXISTS (SELECT 1 FROM community_stories w WHERE w.story_id = s.id \
                             AND (w.removed_at IS NOT NULL OR w.locked_at IS NOT NULL OR w.prompt)) AS open \
           FROM heard h JOIN stories s ON s.id = h.story_id LEFT JOIN LATERAL ( \
             SELECT r.id, r.created_at FROM stories r WHERE r.root_id = h.story_id AND ",
        counts!(),
        " ORDER BY r.id LIMIT 1) a ON true WHERE h.story_id = ANY($1)) n WHERE heard.story_id = n.story_id"
    ))
    .bind::<Array<BigInt>, _>(asked)
    .execute(tx)
    .await?;
    Ok(())
}
