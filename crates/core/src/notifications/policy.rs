//! What a member wants done with notifications of people they do not know.

use crate::ids::AccountId;
use crate::schema::notification_policies;
use crate::{Core, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What is done with notifications, by who sends them. The strictest that fits holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// People whom the member does not follow.
    pub not_following: Verdict,
    /// People who do not follow the member, or not for three days yet.
    pub not_followers: Verdict,
    /// People whom this server has not known for thirty days.
    pub new_accounts: Verdict,
    /// People who write to the member alone, and neither answer them nor share a community with them.
    pub private_mentions: Verdict,
    /// People whom the server limits. It limits nobody yet: it blocks or it does not.
    pub limited_accounts: Verdict,
}

/// What is done with a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(i16)]
pub enum Verdict {
    /// The member hears of it.
    #[default]
    Accept = 0,
    /// It is kept aside, and shown on request.
    Filter = 1,
    /// It is not written at all.
    Drop = 2,
}

impl Verdict {
    /// From the number in the database; an unknown number keeps nothing back.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Filter,
            2 => Self::Drop,
            _ => Self::Accept,
        }
    }
}

/// As it is from the start: a letter from somebody unknown waits until the member wants it.
impl Default for Policy {
    fn default() -> Self {
        Self {
            not_following: Verdict::Accept,
            not_followers: Verdict::Accept,
            new_accounts: Verdict::Accept,
            private_mentions: Verdict::Filter,
            limited_accounts: Verdict::Filter,
        }
    }
}

impl Policy {
    /// In the order of the columns.
    pub(super) fn numbers(self) -> [i16; 5] {
        let Self { not_following, not_followers, new_accounts, private_mentions, limited_accounts } = self;
        [not_following, not_followers, new_accounts, private_mentions, limited_accounts]
            .map(|verdict| verdict as i16)
    }
}

/// The policy of a member.
///
/// # Errors
/// When Postgres fails.
pub async fn policy(core: &Core, member: AccountId) -> Result<Policy> {
    use notification_policies as t;
    let columns = (
        t::for_not_following,
        t::for_not_followers,
        t::for_new_accounts,
        t::for_private_mentions,
        t::for_limited_accounts,
    );
    let row = t::table
        .find(member.0)
        .select(columns)
        .first::<(i16, i16, i16, i16, i16)>(&mut *core.db.conn().await?)
        .await
        .optional()?;
    Ok(row.map_or_else(Policy::default, |(following, followers, new, private, limited)| Policy {
        not_following: Verdict::from_i16(following),
        not_followers: Verdict::from_i16(followers),
        new_accounts: Verdict::from_i16(new),
        private_mentions: Verdict::from_i16(private),
        limited_accounts: Verdict::from_i16(limited),
    }))
}

/// Holds from the next notification on; what is there stays where it is.
///
/// # Errors
/// When Postgres fails.
pub async fn keep(core: &Core, member: AccountId, policy: Policy) -> Result<()> {
    use notification_policies as t;
    let [following, followers, new, private, limited] = policy.numbers();
    let columns = (
        t::for_not_following.eq(following),
        t::for_not_followers.eq(followers),
        t::for_new_accounts.eq(new),
        t::for_private_mentions.eq(private),
        t::for_limited_accounts.eq(limited),
    );
    diesel::insert_into(t::table)
        .values((t::account_id.eq(member.0), columns))
        .on_conflict(t::account_id)
        .do_update()
        .set(columns)
        .execute(&mut *core.db.conn().await?)
        .await?;
    Ok(())
}
