//! Decides by the policy of whom a notification is for whether they hear of it.

use super::notify::Told;
use super::policy::{Policy, Verdict};
use crate::db::Conn;
use crate::ids::{AccountId, StoryId};
use crate::sql::sql;
use crate::{Core, Result};
use chrono::TimeDelta;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, SmallInt, Timestamptz};
use diesel_async::RunQueryDsl;

/// For how long an account is new.
const NEW: TimeDelta = TimeDelta::days(30);
/// For how long a follower is one of whom the member may not know yet, so that a quick follow opens no door.
const NEW_FOLLOWER: TimeDelta = TimeDelta::days(3);

/// What is done with each, in their order.
///
/// # Errors
/// When Postgres fails.
pub(super) async fn judge(
    core: &Core,
    conn: &mut Conn,
    rows: &[Told],
    story: Option<StoryId>,
) -> Result<Vec<Verdict>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SmallInt)]
        verdict: i16,
    }
    let (to, from): (Vec<AccountId>, Vec<AccountId>) =
        rows.iter().map(|row| (row.account_id, row.from_id)).unzip();
    let kinds: Vec<i16> = rows.iter().map(|row| row.kind).collect();
    let found = sql(TEXT)
        .bind::<Array<BigInt>, _>(to)
        .bind::<Array<BigInt>, _>(from)
        .bind::<Array<SmallInt>, _>(kinds)
        .bind::<BigInt, _>(story.map_or(0, |story| story.0))
        .bind::<Timestamptz, _>(core.now() - NEW)
        .bind::<Timestamptz, _>(core.now() - NEW_FOLLOWER)
        .bind::<Array<SmallInt>, _>(Policy::default().numbers().to_vec())
        .load::<Row>(conn)
        .await?;
    Ok(found.into_iter().map(|row| Verdict::from_i16(row.verdict)).collect())
}

/// Never kept back: what one asked to hear of (bells, edits of what one passed on, the ends of polls), whom one follows,
/// whose request one accepted, whoever runs this server, and the server itself.
const TEXT: &str = "SELECT CASE WHEN w.kind IN (5, 6, 7) OR w.from_id = w.account_id \
      OR EXISTS (SELECT 1 FROM follows f WHERE f.follower_id = w.account_id AND f.followee_id = w.from_id \
                 AND f.accepted_at IS NOT NULL) \
      OR EXISTS (SELECT 1 FROM notification_permissions l WHERE l.account_id = w.account_id AND l.from_id = w.from_id) \
      OR EXISTS (SELECT 1 FROM members st WHERE st.account_id = w.from_id AND st.role > 0) \
      OR EXISTS (SELECT 1 FROM accounts o WHERE o.id = w.from_id AND o.host IS NULL AND o.kind = 4) \
    THEN 0::smallint ELSE greatest( \
      coalesce(p.for_not_following, $7[1]), \
      CASE WHEN EXISTS (SELECT 1 FROM follows g WHERE g.follower_id = w.from_id AND g.followee_id = w.account_id \
                        AND g.accepted_at <= $6) \
        THEN 0::smallint ELSE coalesce(p.for_not_followers, $7[2]) END, \
      CASE WHEN EXISTS (SELECT 1 FROM accounts n WHERE n.id = w.from_id AND n.created_at > $5) \
        THEN coalesce(p.for_new_accounts, $7[3]) ELSE 0::smallint END, \
      CASE WHEN w.kind = 0 AND EXISTS (SELECT 1 FROM stories s LEFT JOIN stories u ON u.id = s.parent_id \
                        LEFT JOIN stories r ON r.id = s.root_id \
                        WHERE s.id = $4 AND s.audience = 3 AND u.author_id IS DISTINCT FROM w.account_id \
                        AND r.author_id IS DISTINCT FROM w.account_id) \
                  AND NOT EXISTS (SELECT 1 FROM community_members c JOIN community_members d \
                        ON d.community_id = c.community_id AND d.account_id = w.from_id AND d.state = 1 \
                        WHERE c.account_id = w.account_id AND c.state = 1) \
        THEN coalesce(p.for_private_mentions, $7[4]) ELSE 0::smallint END) END AS verdict \
    FROM unnest($1, $2, $3) WITH ORDINALITY AS w (account_id, from_id, kind, place) \
    LEFT JOIN notification_policies p ON p.account_id = w.account_id ORDER BY w.place";
