//! Invitations: links for whoever has them, and by name.

use super::model::{Community, Role, State};
use super::queries;
use crate::accounts::Account;
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::{community_invites, community_members};
use crate::sql::sql;
use crate::{Core, Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamptz};
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// A link that lets in whoever has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = community_invites)]
pub struct Invite {
    /// Id here.
    pub id: i64,
    /// The word in the link.
    pub code: String,
    /// How often it still works; `None` for any number.
    pub uses_left: Option<i32>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Makes a link.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no greeters, [`Error::Invalid`] for one that could never be used.
pub async fn create(
    core: &Core,
    by: &Account,
    community: &Community,
    uses: Option<i32>,
    expires_at: Option<DateTime<Utc>>,
) -> Result<Invite> {
    if uses.is_some_and(|uses| uses < 1) || expires_at.is_some_and(|at| at <= core.now()) {
        return Err(Error::invalid("an invitation works at least once, and ends in the future"));
    }
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, community.account.id, by.id, Role::Greeter).await?;
        let invite = diesel::insert_into(community_invites::table)
            .values((
                community_invites::id.eq(core.id()),
                community_invites::community_id.eq(community.account.id.0),
                community_invites::code.eq(core.chance.slug()),
                community_invites::uses_left.eq(uses),
                community_invites::expires_at.eq(expires_at),
                community_invites::created_by.eq(by.id.0),
                community_invites::created_at.eq(core.now()),
            ))
            .returning(Invite::as_returning())
            .get_result(tx)
            .await?;
        Ok(invite)
    })
    .await
}

/// The links of a community that still work, newest first.
///
/// # Errors
/// [`Error::Forbidden`] for those who are no greeters.
pub async fn list(core: &Core, by: &Account, community: &Community) -> Result<Vec<Invite>> {
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, community.account.id, by.id, Role::Greeter).await?;
    let invites = community_invites::table
        .filter(community_invites::community_id.eq(community.account.id.0))
        .filter(community_invites::expires_at.is_null().or(community_invites::expires_at.gt(core.now())))
        .filter(community_invites::uses_left.is_null().or(community_invites::uses_left.gt(0)))
        .order(community_invites::id.desc())
        .select(Invite::as_select())
        .load(&mut conn)
        .await?;
    Ok(invites)
}

/// Ends a link.
///
/// # Errors
/// [`Error::NotFound`] where there is none, [`Error::Forbidden`] for those who are no greeters.
pub async fn revoke(core: &Core, by: &Account, community: &Community, invite: i64) -> Result<()> {
    let mut conn = core.db.conn().await?;
    queries::require(&mut conn, community.account.id, by.id, Role::Greeter).await?;
    let row = community_invites::table
        .find(invite)
        .filter(community_invites::community_id.eq(community.account.id.0));
    if diesel::delete(row).execute(&mut conn).await? == 0 {
        return Err(Error::NotFound("invitation"));
    }
    Ok(())
}

/// Invites somebody by name, from any server: their follow is their joining. Somebody who asked is let in by
/// [`super::requests::let_in`].
///
/// # Errors
/// [`Error::Forbidden`] for those who are no greeters.
pub async fn by_name(core: &Core, by: &Account, community: &Community, whom: &Account) -> Result<()> {
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, community.account.id, by.id, Role::Greeter).await?;
        welcome(core, tx, community.account.id, whom.id).await
    })
    .await
}

/// Notes that somebody is invited, unless they are in or banned.
async fn welcome(core: &Core, tx: &mut Conn, community: AccountId, whom: AccountId) -> Result<()> {
    diesel::insert_into(community_members::table)
        .values((
            community_members::community_id.eq(community.0),
            community_members::account_id.eq(whom.0),
            community_members::state.eq(State::Invited as i16),
            community_members::id.eq(core.id()),
            community_members::created_at.eq(core.now()),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

/// Uses an invitation for somebody who joins.
pub(super) async fn redeem(
    core: &Core,
    tx: &mut Conn,
    community: AccountId,
    whom: AccountId,
    code: &str,
) -> Result<()> {
    if queries::standing(tx, community, whom).await?.is_some_and(|member| member.state == State::Member) {
        return Ok(());
    }
    let used = sql("UPDATE community_invites SET uses_left = uses_left - 1 \
                    WHERE community_id = $1 AND code = $2 AND (expires_at IS NULL OR expires_at > $3) \
                    AND (uses_left IS NULL OR uses_left > 0)")
    .bind::<BigInt, _>(community)
    .bind::<Text, _>(code)
    .bind::<Timestamptz, _>(core.now())
    .execute(tx)
    .await?;
    if used == 0 {
        return Err(Error::invalid("this invitation is not valid any more: ask for a new one"));
    }
    welcome(core, tx, community, whom).await
}

/// The community that a code invites to, while the code holds.
///
/// # Errors
/// [`Error::NotFound`] for a code that does not hold.
pub async fn leads_to(core: &Core, code: &str) -> Result<Community> {
    let mut conn = core.db.conn().await?;
    let community = community_invites::table
        .filter(community_invites::code.eq(code))
        .filter(community_invites::expires_at.is_null().or(community_invites::expires_at.gt(core.now())))
        .filter(community_invites::uses_left.is_null().or(community_invites::uses_left.gt(0)))
        .select(community_invites::community_id)
        .first::<i64>(&mut conn)
        .await
        .optional()?;
    let found = match community {
        Some(community) => queries::find(&mut conn, AccountId(community)).await?,
        None => None,
    };
    found.ok_or(Error::NotFound("invitation"))
}
