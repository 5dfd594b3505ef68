//! Who may read a story: the one predicate that every read path goes through.

/// SQL condition over `stories s`, true when the account `$1` may read the story. `$1` is 0 for somebody unknown.
///
/// Usage: `sql(concat!("SELECT … FROM stories s WHERE ", visible!(), " AND …"))`, with the reader bound first.
/// A block by the author hides; what the *reader* does not want is [`wanted!`](crate::wanted).
#[macro_export]
macro_rules! visible {
    () => {
        "(s.deleted_at IS NULL \
          AND NOT EXISTS (SELECT 1 FROM accounts va WHERE va.id = s.author_id \
                          AND (va.suspended_at IS NOT NULL OR va.gone_at IS NOT NULL)) \
          AND (s.author_id = $1 OR ( \
            CASE s.audience \
              WHEN 0 THEN true \
              WHEN 1 THEN true \
              WHEN 2 THEN EXISTS (SELECT 1 FROM follows vf WHERE vf.follower_id = $1 \
                                  AND vf.followee_id = s.author_id AND vf.accepted_at IS NOT NULL) \
                       OR EXISTS (SELECT 1 FROM mentions vm WHERE vm.story_id = s.id AND vm.account_id = $1) \
              WHEN 3 THEN EXISTS (SELECT 1 FROM mentions vm WHERE vm.story_id = s.id AND vm.account_id = $1) \
              WHEN 4 THEN EXISTS (SELECT 1 FROM accounts vl WHERE vl.id = $1 AND vl.host IS NULL \
                                  AND vl.suspended_at IS NULL) \
              ELSE false \
            END \
            AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.blocker_id = s.author_id AND vb.blocked_id = $1) \
            AND NOT EXISTS (SELECT 1 FROM host_blocks vh JOIN accounts vr ON vr.id = $1 \
                            WHERE vh.account_id = s.author_id AND vh.host = vr.host))))"
    };
}

/// SQL condition over `stories s`, true when the account `$1` wants to meet the story in a list: it neither blocks
/// nor mutes its author nor blocks the author's server. Mutes that ran out are lifted by the clock-driven work, so
/// that the clock stays out of the predicate.
#[macro_export]
macro_rules! wanted {
    () => {
        "(NOT EXISTS (SELECT 1 FROM blocks wb WHERE wb.blocker_id = $1 AND wb.blocked_id = s.author_id) \
          AND NOT EXISTS (SELECT 1 FROM mutes wm WHERE wm.muter_id = $1 AND wm.muted_id = s.author_id) \
          AND NOT EXISTS (SELECT 1 FROM host_blocks wh JOIN accounts wa ON wa.id = s.author_id \
                          WHERE wh.account_id = $1 AND wh.host = wa.host))"
    };
}
