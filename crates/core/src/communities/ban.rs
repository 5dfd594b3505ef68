//! Those who look after a community keep somebody out of it, for a time or for good.

use super::model::{Community, Role, State};
use super::queries;
use super::requests::outranks;
use crate::accounts::Account;
use crate::event::{self, Event};
use crate::follows::{pair, reject};
use crate::ids::AccountId;
use crate::schema::community_members;
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Longest reason, in characters.
pub const MAX_REASON: usize = 500;

/// Bans somebody, member or not, from this community alone: they may neither join nor answer in it. Ends their
/// membership and records `MemberBanned`. `until` `None` is for good.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no stewards and of those who outrank them; [`Error::Invalid`] for oneself
/// and for an end that has passed.
pub async fn ban(
    core: &Core,
    steward: &Account,
    community: &Community,
    whom: &Account,
    until: Option<DateTime<Utc>>,
    reason: &str,
) -> Result<()> {
    let (id, now) = (community.account.id, core.now());
    if steward.id == whom.id || until.is_some_and(|until| until <= now) {
        return Err(Error::invalid("a ban is for somebody else, and ends in the future"));
    }
    let reason: String = reason.replace('\0', "").trim().chars().take(MAX_REASON).collect();
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let by = queries::require(tx, id, steward.id, Role::Steward).await?;
        pair::lock(tx, whom.id, id).await?;
        if let Some(standing) = queries::standing(tx, id, whom.id).await? {
            outranks(by.role, standing.role)?;
        }
        reject::refuse_in(core, tx, id, whom.id).await?;
        let banned = (
            community_members::state.eq(State::Banned as i16),
            community_members::role.eq(Role::Member as i16),
            community_members::banned_until.eq(until),
            community_members::reason.eq(&reason),
        );
        diesel::insert_into(community_members::table)
            .values((
                community_members::community_id.eq(id.0),
                community_members::account_id.eq(whom.id.0),
                community_members::id.eq(core.id()),
                community_members::created_at.eq(now),
                banned,
            ))
            .on_conflict((community_members::community_id, community_members::account_id))
            .do_update()
            .set(banned)
            .execute(tx)
            .await?;
        let banned = Event::MemberBanned { community: id, account: whom.id, by: steward.id, banned: true };
        event::record(core, tx, &banned).await
    })
    .await
}

/// Lifts bans whose time is over, as their community's founder would; clock-driven. Answers how many there were.
///
/// # Errors
/// When Postgres fails.
pub async fn lift_expired(core: &Core) -> Result<usize> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let ended = sql("DELETE FROM community_members m USING community_members f \
             WHERE m.state = 2 AND m.banned_until IS NOT NULL AND m.banned_until <= $1 \
             AND f.community_id = m.community_id AND f.role = 3 \
             RETURNING m.community_id, m.account_id, f.account_id AS founder_id")
        .bind::<Timestamptz, _>(core.now())
        .load::<Ended>(tx)
        .await?;
        for Ended { community_id: community, account_id: account, founder_id: by } in &ended {
            let (community, account, by) = (*community, *account, *by);
            event::record(core, tx, &Event::MemberBanned { community, account, by, banned: false }).await?;
        }
        Ok(ended.len())
    })
    .await
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = BigInt)]
    community_id: AccountId,
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = BigInt)]
    founder_id: AccountId,
}

/// Lifts a ban. Records `MemberBanned` with `banned: false`.
///
/// # Errors
/// [`Error::NotFound`] where there is none, [`Error::Forbidden`] for those who are no stewards.
pub async fn unban(core: &Core, steward: &Account, community: &Community, whom: &Account) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, steward.id, Role::Steward).await?;
        let row = community_members::table
            .find((id.0, whom.id.0))
            .filter(community_members::state.eq(State::Banned as i16));
        if diesel::delete(row).execute(tx).await? == 0 {
            return Err(Error::NotFound("ban"));
        }
        let lifted = Event::MemberBanned { community: id, account: whom.id, by: steward.id, banned: false };
        event::record(core, tx, &lifted).await
    })
    .await
}
