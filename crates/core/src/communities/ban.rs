//! Those who look after a community keep somebody out of it, for a time or for good.

use super::model::{Community, Role, State};
use super::queries;
use super::requests::outranks;
use crate::accounts::Account;
use crate::event::{self, Event};
use crate::follows::{pair, reject};
use crate::schema::community_members;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
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
