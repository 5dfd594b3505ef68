//! Somebody joins a community, or leaves it.

use super::model::{Community, Joining, Role, State};
use super::{agreement, invite, queries};
use crate::accounts::Account;
use crate::follows::{Wishes, accept, pair, request, undo};
use crate::schema::community_members;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, RunQueryDsl};

/// Longest answer to a community's question, in characters.
pub const MAX_ANSWER: usize = 2_000;

/// What somebody brings along who joins.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// What they say to the community's question.
    pub answer: String,
    /// The code of an invitation.
    pub code: Option<String>,
    /// Version of the agreement they accept.
    pub agreement: Option<i32>,
}

/// A member of this server joins a community of it, or asks to. Answers how they stand now.
///
/// # Errors
/// [`Error::Forbidden`] for the banned and, where one must be invited, for the uninvited; [`Error::Invalid`] when the
/// community's question stays unanswered, and for an invitation that does not hold.
pub async fn join(core: &Core, account: &Account, community: &Community, asking: &Asking) -> Result<State> {
    let id = community.account.id;
    let answer: String = asking.answer.replace('\0', "").trim().chars().take(MAX_ANSWER).collect();
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, account.id, id).await?;
        if let Some(code) = &asking.code {
            invite::redeem(core, tx, id, account.id, code).await?;
            // Whoever asked before they had an invitation waits no longer.
            accept::hold_in(core, tx, id, account.id).await?;
        }
        let before = queries::standing(tx, id, account.id).await?.map(|member| member.state);
        let welcome = matches!(before, Some(State::Member | State::Invited));
        if community.joining == Joining::Request
            && !community.question.is_empty()
            && answer.is_empty()
            && !welcome
        {
            let text = format!("this community asks those who want to join: {}", community.question);
            return Err(Error::Invalid(text));
        }
        request::request_in(core, tx, account, &community.account, &Wishes::default()).await?;
        diesel::update(community_members::table.find((id.0, account.id.0)))
            .set(community_members::answer.eq(&answer))
            .execute(tx)
            .await?;
        if let Some(version) = asking.agreement {
            agreement::accept_in(tx, id, account.id, version).await?;
        }
        let now = queries::standing(tx, id, account.id).await?;
        Ok(now.map_or(State::Pending, |member| member.state))
    })
    .await
}

/// A member leaves, or takes back that they asked.
///
/// # Errors
/// [`Error::Forbidden`] for the founder, who hands the community over first.
pub async fn leave(core: &Core, account: &Account, community: &Community) -> Result<()> {
    let id = community.account.id;
    let mut conn = core.db.conn().await?;
    conn.transaction(async |tx| {
        pair::lock(tx, account.id, id).await?;
        let standing = queries::standing(tx, id, account.id).await?;
        if standing.is_some_and(|member| member.role == Role::Founder) {
            return Err(Error::Forbidden("hand the community over before you leave it"));
        }
        undo::leave(core, tx, account.id, id).await
    })
    .await
}
