//! Whom a member wants to hear of: the one predicate for writing notifications and for reading them.

/// SQL condition, true when the member hears of what the other account does: it neither blocks it, nor its server, nor
/// mutes its notifications, and the account is active. Both are names of columns or parameters.
macro_rules! heard {
    ($member:literal, $from:literal) => {
        concat!(
            "(NOT EXISTS (SELECT 1 FROM blocks hb WHERE hb.blocker_id = ",
            $member,
            "             AND hb.blocked_id = ",
            $from,
            ") AND NOT EXISTS (SELECT 1 FROM mutes hm WHERE hm.muter_id = ",
            $member,
            "             AND hm.notifications AND hm.muted_id = ",
            $from,
            ") AND EXISTS (SELECT 1 FROM accounts ha WHERE ha.suspended_at IS NULL AND ha.gone_at IS NULL \
                    AND ha.barred_at IS NULL AND ha.id = ",
            $from,
            "             AND NOT EXISTS (SELECT 1 FROM host_blocks hh WHERE hh.host = ha.host AND hh.account_id = ",
            $member,
            ")))"
        )
    };
}

/// SQL condition: the member hears of the account in `$from`, as [`heard!`] says it, given what their
/// [`Standing`](crate::restrictions::standing::Standing) looked up before: the parameters that hold whom they do not
/// hear of and the servers that they block.
macro_rules! heard_of {
    ($from:literal, $unheard:literal, $hosts:literal) => {
        concat!(
            "(",
            $from,
            " <> ALL (",
            $unheard,
            ") AND EXISTS (SELECT 1 FROM accounts ha WHERE ha.suspended_at IS NULL AND ha.gone_at IS NULL \
                    AND ha.barred_at IS NULL AND ha.id = ",
            $from,
            " AND coalesce(ha.host <> ALL (",
            $hosts,
            "), true)))"
        )
    };
}

pub(super) use {heard, heard_of};
