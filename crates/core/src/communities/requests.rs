//! Those who look after a community answer whoever asks to join, and part with members.

use super::model::{Community, Role, State};
use super::queries;
use crate::accounts::Account;
use crate::follows::{accept, pair, reject};
use crate::{Core, Error, Result};
use diesel_async::AsyncConnection as _;

/// Lets in whoever asked. Records `FollowAccepted`.
///
/// # Errors
/// [`Error::NotFound`] when nobody asked, [`Error::Forbidden`] for those who are no stewards.
pub async fn let_in(core: &Core, steward: &Account, community: &Community, asker: &Account) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        queries::require(tx, id, steward.id, Role::Steward).await?;
        pair::lock(tx, asker.id, id).await?;
        if accept::hold_in(core, tx, id, asker.id).await? { Ok(()) } else { Err(none()) }
    })
    .await
}

/// Turns down whoever asked. Records `FollowRejected`; they may ask again.
///
/// # Errors
/// As [`let_in`].
pub async fn turn_down(core: &Core, steward: &Account, community: &Community, asker: &Account) -> Result<()> {
    part(core, steward, community, asker, State::Pending).await
}

/// Ends somebody's membership. Records `FollowRejected`; they may join again.
///
/// # Errors
/// [`Error::NotFound`] for somebody who is no member, [`Error::Forbidden`] for those who are no stewards, and for the
/// founder as the one to go; a steward is removed by the founder alone.
pub async fn remove(core: &Core, steward: &Account, community: &Community, member: &Account) -> Result<()> {
    part(core, steward, community, member, State::Member).await
}

async fn part(
    core: &Core,
    steward: &Account,
    community: &Community,
    whom: &Account,
    state: State,
) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        let by = queries::require(tx, id, steward.id, Role::Steward).await?;
        pair::lock(tx, whom.id, id).await?;
        let standing = queries::standing(tx, id, whom.id).await?.filter(|member| member.state == state);
        let standing = standing.ok_or_else(none)?;
        outranks(by.role, standing.role)?;
        reject::refuse_in(core, tx, id, whom.id).await?;
        Ok(())
    })
    .await
}

/// Nobody parts with the founder, and only the founder with a steward.
pub(super) fn outranks(by: Role, whom: Role) -> Result<()> {
    if whom < Role::Steward || by > whom {
        Ok(())
    } else {
        Err(Error::Forbidden("only the founder may do this to a steward, and nobody to the founder"))
    }
}

fn none() -> Error {
    Error::NotFound("member")
}
