//! Who may read a story: the one predicate that every read path goes through.

/// SQL condition over `stories s`, true when the account `$1` may read the story. `$1` is 0 for somebody unknown.
/// Statements that ask for many readers at once name the column that holds the reader instead: `visible!("m.account_id")`.
///
/// Usage: `sql(concat!("SELECT … FROM stories s WHERE ", visible!(), " AND …"))`, with the reader bound first.
/// A block by the author hides; what the *reader* does not want is [`wanted!`](crate::wanted).
#[macro_export]
macro_rules! visible {
    () => {
        $crate::visible!("$1")
    };
    ($reader:literal) => {
        concat!(
            "(",
            $crate::shown!($reader),
            " AND (s.author_id = ",
            $reader,
            " OR ",
            $reader,
            " = 0 OR (NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.blocker_id = s.author_id AND vb.blocked_id = ",
            $reader,
            ")      AND NOT EXISTS (SELECT 1 FROM host_blocks vh WHERE vh.account_id = s.author_id \
                                    AND vh.host = (SELECT vr.host FROM accounts vr WHERE vr.id = ",
            $reader,
            ")))))"
        )
    };
}

/// The part of [`visible!`](crate::visible) that does not depend on who blocks whom: the story stands, its author is
/// active, and its audience holds the reader.
///
/// `OFFSET 0` keeps Postgres from reading all that the reader is mentioned in, follows and belongs to into a table of
/// hashes for the sake of one page: each story's row is looked up.
#[macro_export]
macro_rules! shown {
    ($reader:literal) => {
        concat!(
            $crate::open!($reader),
            " AND (s.author_id = ",
            $reader,
            " OR s.audience IN (0, 1) \
               OR (s.audience IN (2, 3, 6) AND EXISTS (SELECT 1 FROM mentions vm WHERE vm.story_id = s.id AND vm.account_id = ",
            $reader,
            " OFFSET 0)) OR CASE s.audience \
                    WHEN 2 THEN EXISTS (SELECT 1 FROM follows vf WHERE vf.follower_id = ",
            $reader,
            "                           AND vf.followee_id = s.author_id AND vf.accepted_at IS NOT NULL OFFSET 0) \
                    WHEN 7 THEN EXISTS (SELECT 1 FROM community_members vc WHERE vc.community_id = s.community_id \
                           AND vc.state = 1 AND vc.account_id = ",
            $reader,
            " OFFSET 0) WHEN 4 THEN EXISTS (SELECT 1 FROM accounts vl WHERE vl.id = ",
            $reader,
            "                           AND vl.host IS NULL AND vl.suspended_at IS NULL AND vl.gone_at IS NULL) \
                    ELSE false \
                  END)"
        )
    };
}

/// All that [`shown!`](crate::shown) asks of a story that is told to everyone (audience 0 or 1): it stands, its author
/// is active, no steward removed it, and nobody holds it. Each question that a statement could ask costs something
/// though no row makes it, so a statement that names those audiences itself takes this part alone.
#[macro_export]
macro_rules! open {
    ($reader:literal) => {
        concat!(
            "s.deleted_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM accounts va WHERE va.id = s.author_id \
                             AND (va.suspended_at IS NOT NULL OR va.gone_at IS NOT NULL \
                                  OR va.barred_at IS NOT NULL)) \
             AND (s.community_id IS NULL OR s.author_id = ",
            $reader,
            "     OR NOT EXISTS (SELECT 1 FROM community_stories vs WHERE vs.story_id = s.id AND vs.removed_at IS NOT NULL) \
                  OR EXISTS (SELECT 1 FROM community_members vt WHERE vt.community_id = s.community_id \
                             AND vt.state = 1 AND vt.role >= 2 AND vt.account_id = ",
            $reader,
            " OFFSET 0)) AND (s.held_by IS NULL OR s.held_by = ",
            $reader,
            " OR s.author_id = ",
            $reader,
            ")"
        )
    };
}

/// SQL condition: the account in the parameter `$whose` blocks neither the reader nor the reader's server. Asked once in
/// a statement about one account's stories; with [`shown!`](crate::shown) it says what [`visible!`](crate::visible) says.
#[macro_export]
macro_rules! unblocked {
    ($whose:literal, $reader:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM blocks ub WHERE ub.blocker_id = ",
            $whose,
            " AND ub.blocked_id = ",
            $reader,
            ") AND NOT EXISTS (SELECT 1 FROM host_blocks uh WHERE uh.account_id = ",
            $whose,
            " AND uh.host = (SELECT ur.host FROM accounts ur WHERE ur.id = ",
            $reader,
            "))"
        )
    };
}

/// SQL condition: nothing stands between the reader and the account in the column `$author`, given what
/// [`Standing`](crate::restrictions::standing::Standing) looked up before: the parameters that hold its accounts and
/// its hosts. With [`shown!`](crate::shown) it says what [`visible!`](crate::visible) and [`wanted!`](crate::wanted)
/// say together, for members of this server and for somebody unknown, at a third of the price.
#[macro_export]
macro_rules! apart {
    ($author:literal, $accounts:literal, $hosts:literal) => {
        concat!(
            "(",
            $author,
            " <> ALL (",
            $accounts,
            ") AND (",
            $hosts,
            " = '{}' OR coalesce((SELECT pa.host FROM accounts pa WHERE pa.id = ",
            $author,
            ") <> ALL (",
            $hosts,
            "), true)))"
        )
    };
}

// Written so that Postgres looks up what concerns the reader once (their blocks, mutes, blocked servers) and asks few
// and small indexes for each story. In particular it never lists the accounts of a blocked server.

/// SQL condition over `stories s`, true when the account `$1` wants to meet the story in a list: it neither blocks
/// nor mutes its author nor blocks the author's server. `wanted!("$1", "b.account_id")` asks the same of whoever
/// passed it on. Mutes that ran out are lifted by the clock-driven work, so that the clock stays out of the predicate.
#[macro_export]
macro_rules! wanted {
    () => {
        $crate::wanted!("$1", "s.author_id")
    };
    ($reader:literal, $author:literal) => {
        concat!(
            "(",
            $reader,
            " = 0 OR (NOT EXISTS (SELECT 1 FROM blocks wb WHERE wb.blocker_id = ",
            $reader,
            "                     AND wb.blocked_id = ",
            $author,
            ")      AND NOT EXISTS (SELECT 1 FROM mutes wm WHERE wm.muter_id = ",
            $reader,
            "                     AND wm.muted_id = ",
            $author,
            ")      AND (NOT EXISTS (SELECT 1 FROM host_blocks we WHERE we.account_id = ",
            $reader,
            "       ) OR coalesce((SELECT wa.host FROM accounts wa WHERE wa.id = ",
            $author,
            "       ) <> ALL (ARRAY(SELECT wh.host FROM host_blocks wh WHERE wh.account_id = ",
            $reader,
            ")), true))))"
        )
    };
}

/// SQL condition over `boosts b` of `stories s`, true when the account `$1` may know of the boost: the booster is
/// active, did not block the reader, and told them (`b.audience`). The story's own [`visible!`](crate::visible) is
/// asked apart.
#[macro_export]
macro_rules! boost_visible {
    () => {
        concat!(
            "(",
            $crate::boost_shown!(),
            " AND (b.account_id = $1 OR ( \
                NOT EXISTS (SELECT 1 FROM blocks bb WHERE bb.blocker_id = b.account_id AND bb.blocked_id = $1) \
                AND NOT EXISTS (SELECT 1 FROM host_blocks bh WHERE bh.account_id = b.account_id \
                                AND bh.host = (SELECT br.host FROM accounts br WHERE br.id = $1)))))"
        )
    };
}

/// The part of [`boost_visible!`](crate::boost_visible) that does not depend on who blocks whom.
#[macro_export]
macro_rules! boost_shown {
    () => {
        "(NOT EXISTS (SELECT 1 FROM accounts ba WHERE ba.id = b.account_id \
                      AND (ba.suspended_at IS NOT NULL OR ba.gone_at IS NOT NULL \
                           OR ba.barred_at IS NOT NULL)) \
          AND (b.account_id = $1 OR b.audience IN (0, 1) \
               OR (b.audience = 2 AND EXISTS (SELECT 1 FROM follows bf WHERE bf.follower_id = $1 \
                                      AND bf.followee_id = b.account_id AND bf.accepted_at IS NOT NULL))))"
    };
}

/// SQL condition over `stories s`: a list may hold the story, for the reader `$reader`, who does not want to meet the
/// content notes in the parameter `$hidden` ([`Standing`](crate::restrictions::standing::Standing)). An answer that
/// waits for somebody's yes stands in no list but its author's. By its address, and in a thread, a story with hidden
/// notes is still found, folded.
#[macro_export]
macro_rules! listed {
    ($reader:literal, $hidden:literal) => {
        concat!(
            "(s.author_id = ",
            $reader,
            " OR (s.held_by IS NULL AND (",
            $hidden,
            " = '{}' OR NOT EXISTS (SELECT 1 FROM tellings tn WHERE tn.story_id = s.id AND tn.notes && ",
            $hidden,
            "))))"
        )
    };
}
