//! Reads what a feed would hold had it been kept all the time.

use super::feed::{REPEATS, passed_to, told_to};
use crate::Result;
use crate::db::Conn;
use crate::ids::{AccountId, BoostId, StoryId};
use crate::sql::sql;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Nullable};
use diesel_async::RunQueryDsl;
use std::collections::VecDeque;

/// A row of the feed, before it is written.
#[derive(Debug, QueryableByName)]
pub(super) struct Candidate {
    #[diesel(sql_type = BigInt)]
    entry: i64,
    #[diesel(sql_type = BigInt)]
    story: StoryId,
    #[diesel(sql_type = BigInt)]
    author: AccountId,
    #[diesel(sql_type = Nullable<BigInt>)]
    boost: Option<BoostId>,
}

/// The newest `limit` entries of all the member follows (and of the member), or of `followee` alone: the newest of each
/// by the index, then the newest of these.
pub(super) async fn candidates(
    conn: &mut Conn,
    member: AccountId,
    followee: Option<AccountId>,
    limit: i64,
) -> Result<Vec<Candidate>> {
    let found = sql(concat!(
        "WITH m AS (SELECT account_id FROM members WHERE account_id = $1), \
         r AS (SELECT f.followee_id AS id, f.languages, f.show_boosts FROM follows f \
               WHERE f.follower_id = $1 AND f.accepted_at IS NOT NULL AND ($2::bigint IS NULL OR f.followee_id = $2) \
               UNION ALL SELECT $1, '{}', false WHERE $2::bigint IS NULL) \
         SELECT o.entry, o.story, o.author, o.boost FROM ( \
           SELECT t.* FROM m CROSS JOIN r CROSS JOIN LATERAL ( \
             SELECT s.id AS entry, s.id AS story, s.author_id AS author, NULL::bigint AS boost \
             FROM stories s LEFT JOIN stories p ON p.id = s.parent_id \
             WHERE s.author_id = r.id AND s.deleted_at IS NULL AND ",
        told_to!(),
        "    ORDER BY s.id DESC LIMIT $3) t \
           UNION ALL \
           SELECT t.* FROM m CROSS JOIN r CROSS JOIN LATERAL ( \
             SELECT b.id AS entry, s.id AS story, b.account_id AS author, b.id AS boost \
             FROM boosts b JOIN stories s ON s.id = b.story_id \
             WHERE b.account_id = r.id AND r.show_boosts AND ",
        passed_to!(),
        "    ORDER BY b.id DESC LIMIT $3) t \
           UNION ALL \
           SELECT t.* FROM m CROSS JOIN (SELECT k.tag, '{}'::text[] AS languages FROM followed_tags k \
                                         WHERE k.account_id = $1 AND $2::bigint IS NULL) r CROSS JOIN LATERAL ( \
             SELECT s.id AS entry, s.id AS story, s.author_id AS author, NULL::bigint AS boost \
             FROM story_tags x JOIN stories s ON s.id = x.story_id LEFT JOIN stories p ON p.id = s.parent_id \
             WHERE x.tag = r.tag AND s.audience = 0 AND s.deleted_at IS NULL AND ",
        told_to!(),
        "    ORDER BY x.story_id DESC LIMIT $3) t) o \
         ORDER BY o.entry DESC LIMIT $3"
    ))
    .bind::<BigInt, _>(member)
    .bind::<Nullable<BigInt>, _>(followee)
    .bind::<BigInt, _>(limit)
    .load::<Candidate>(conn)
    .await?;
    Ok(found)
}

/// Leaves out boosts of stories that stand among the entries before them, as when each had come in its turn.
pub(super) fn without_repeats(newest_first: Vec<Candidate>) -> Vec<Candidate> {
    let mut recent: VecDeque<StoryId> = VecDeque::with_capacity(REPEATS);
    let mut kept = Vec::with_capacity(newest_first.len());
    for candidate in newest_first.into_iter().rev() {
        if candidate.boost.is_some() && recent.contains(&candidate.story) {
            continue;
        }
        if recent.len() == REPEATS {
            recent.pop_front();
        }
        recent.push_back(candidate.story);
        kept.push(candidate);
    }
    kept
}

/// Writes entries that are not there yet.
pub(super) async fn write(conn: &mut Conn, member: AccountId, rows: Vec<Candidate>) -> Result<()> {
    let (mut entries, mut stories, mut authors, mut boosts) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        entries.push(row.entry);
        stories.push(row.story);
        authors.push(row.author);
        boosts.push(row.boost);
    }
    // What was deleted since it was read must not be named: its row is asked for once more.
    sql("INSERT INTO feed (account_id, entry_id, story_id, author_id, boost_id) \
         SELECT $1, n.entry_id, n.story_id, n.author_id, n.boost_id \
         FROM unnest($2, $3, $4, $5) AS n (entry_id, story_id, author_id, boost_id) \
         LEFT JOIN boosts b ON b.id = n.boost_id \
         WHERE (n.boost_id IS NULL OR b.id IS NOT NULL) \
           AND EXISTS (SELECT 1 FROM members m WHERE m.account_id = $1) \
         ON CONFLICT DO NOTHING")
    .bind::<BigInt, _>(member)
    .bind::<Array<BigInt>, _>(entries)
    .bind::<Array<BigInt>, _>(stories)
    .bind::<Array<BigInt>, _>(authors)
    .bind::<Array<Nullable<BigInt>>, _>(boosts)
    .execute(conn)
    .await?;
    Ok(())
}
