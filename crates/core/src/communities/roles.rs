//! The founder says who looks after a community, and hands it over.

use super::model::{Community, Role, State};
use super::queries;
use crate::accounts::Account;
use crate::db::Conn;
use crate::event::{self, Event};
use crate::ids::AccountId;
use crate::schema::community_members;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Makes a member a steward, a greeter, or a plain member again. Records `AccountUpdated`: the list of moderators is
/// part of what other servers know of the community.
///
/// # Errors
/// [`Error::Forbidden`] for those who are not the founder (stewards may name greeters), [`Error::NotFound`] for
/// somebody who is no member, [`Error::Invalid`] for `Founder`, which is handed over.
pub async fn set_role(
    core: &Core,
    by: &Account,
    community: &Community,
    member: &Account,
    role: Role,
) -> Result<()> {
    if role == Role::Founder {
        return Err(Error::invalid("a community is handed over, not given a second founder"));
    }
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let whose = in_it(tx, id, member.id).await?;
        let needed = if role.max(whose) >= Role::Steward { Role::Founder } else { Role::Steward };
        queries::require(tx, id, by.id, needed).await?;
        if whose == Role::Founder {
            return Err(Error::invalid("hand the community over first"));
        }
        write(tx, id, member.id, role).await?;
        let named = role >= Role::Steward;
        if named != (whose >= Role::Steward) {
            let event = Event::StewardNamed { community: id, account: member.id, by: by.id, named };
            event::record(core, tx, &event).await?;
        }
        event::record(core, tx, &Event::AccountUpdated { account: id }).await
    })
    .await
}

/// The founder makes another member the founder and stays a steward.
///
/// # Errors
/// [`Error::Forbidden`] for those who are not the founder, [`Error::NotFound`] for somebody who is no member,
/// [`Error::Invalid`] for somebody of another server.
pub async fn hand_over(core: &Core, founder: &Account, community: &Community, to: &Account) -> Result<()> {
    if !to.is_local() || founder.id == to.id {
        return Err(Error::invalid("a community is handed over to another member who lives on its server"));
    }
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, founder.id, Role::Founder).await?;
        let before = in_it(tx, id, to.id).await?;
        write(tx, id, founder.id, Role::Steward).await?;
        write(tx, id, to.id, Role::Founder).await?;
        if before < Role::Steward {
            let event = Event::StewardNamed { community: id, account: to.id, by: founder.id, named: true };
            event::record(core, tx, &event).await?;
        }
        event::record(core, tx, &Event::AccountUpdated { account: id }).await
    })
    .await
}

async fn in_it(tx: &mut Conn, community: AccountId, account: AccountId) -> Result<Role> {
    let standing = queries::standing(tx, community, account).await?;
    let standing = standing.filter(|member| member.state == State::Member);
    standing.map(|member| member.role).ok_or(Error::NotFound("member"))
}

async fn write(tx: &mut Conn, community: AccountId, account: AccountId, role: Role) -> Result<()> {
    diesel::update(community_members::table.find((community.0, account.0)))
        .set(community_members::role.eq(role as i16))
        .execute(tx)
        .await?;
    Ok(())
}
