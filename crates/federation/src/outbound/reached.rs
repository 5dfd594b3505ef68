//! Which servers something reaches: the one statement that says so, for what is sent and for what is only looked at.

use super::sending::Reach;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, SmallInt};
use hearth_core::sql::{Binds, Sql, sql};

/// The servers `p` with one of their inboxes `i` each reader has, at the priority `w.priority`: parameters `$1` to `$10`,
/// as [`bound`] gives them. Dead servers, closed inboxes and servers we do not deal with are not among them. The rule
/// that holds for a host is its own, else that of its nearest parent domain, looked up by name: one look-up per label,
/// however many rules there are.
macro_rules! reached {
    () => {
        "FROM (SELECT inbox_id, min(priority) AS priority FROM ( \
            SELECT a.inbox_id, $4 AS priority FROM follows f JOIN accounts a ON a.id = f.follower_id \
            WHERE f.followee_id = $1 AND f.accepted_at IS NOT NULL AND a.suspended_at IS NULL AND a.gone_at IS NULL \
          UNION ALL \
            SELECT a.inbox_id, $4 FROM ( \
                SELECT s.author_id AS id FROM stories s WHERE s.parent_id = $2 \
                UNION SELECT b.account_id FROM boosts b WHERE b.story_id = $2 \
                UNION SELECT v.account_id FROM favourites v WHERE v.story_id = $2 \
              ) acted JOIN accounts a ON a.id = acted.id WHERE a.suspended_at IS NULL AND a.gone_at IS NULL \
              AND ($7 IS NULL OR (NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = $7 AND b.blocked_id = a.id) \
              AND NOT EXISTS (SELECT 1 FROM host_blocks h WHERE h.account_id = $7 AND h.host = a.host))) \
          UNION ALL \
            SELECT i.id, $4 FROM inboxes i WHERE $3 \
          UNION ALL \
            SELECT h.inbox_id, $4 FROM handed h WHERE h.story_id = $9 AND h.state = ANY($10) \
            AND ($7 IS NULL OR NOT EXISTS (SELECT 1 FROM host_blocks b JOIN peers q ON q.host = b.host \
                                           WHERE b.account_id = $7 AND q.id = h.peer_id)) \
          UNION ALL \
            SELECT a.inbox_id, $6 FROM accounts a WHERE a.id = ANY($5) AND a.gone_at IS NULL \
            AND ($7 IS NULL OR (a.suspended_at IS NULL \
              AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = $7 AND b.blocked_id = a.id) \
              AND NOT EXISTS (SELECT 1 FROM host_blocks h WHERE h.account_id = $7 AND h.host = a.host))) \
          ) reached WHERE inbox_id IS NOT NULL GROUP BY inbox_id) w \
        JOIN inboxes i ON i.id = w.inbox_id \
        JOIN peers p ON p.id = i.peer_id \
        LEFT JOIN LATERAL (SELECT r.rule \
            FROM (SELECT string_to_array(split_part(p.host, ':', 1), '.') AS labels) d \
            CROSS JOIN LATERAL generate_series(0, cardinality(d.labels)) AS level \
            JOIN peer_rules r ON r.host = CASE level WHEN 0 THEN p.host ELSE array_to_string(d.labels[level:], '.') END \
            ORDER BY level LIMIT 1) rule ON true \
        WHERE i.gone_at IS NULL AND p.state <> 2 \
        AND rule.rule IS DISTINCT FROM 0 AND (NOT $8 OR rule.rule = 1) "
    };
}
pub(super) use reached;

/// The statement `text`, which holds [`reached!`], with the first ten parameters bound.
pub(super) fn bound(text: &'static str, reach: &Reach, allow_list: bool) -> Sql<impl Binds + Send> {
    sql(text)
        .bind::<Nullable<BigInt>, _>(reach.followers_of)
        .bind::<Nullable<BigInt>, _>(reach.acted_on)
        .bind::<Bool, _>(reach.everybody)
        .bind::<SmallInt, _>(reach.wide)
        .bind::<Array<BigInt>, _>(reach.people.as_slice())
        .bind::<SmallInt, _>(reach.close)
        .bind::<Nullable<BigInt>, _>(reach.unless_blocked_by)
        .bind::<Bool, _>(allow_list)
        .bind::<Nullable<BigInt>, _>(reach.holders_of)
        .bind::<Array<SmallInt>, _>(reach.held)
}
