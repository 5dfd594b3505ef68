//! Somebody founds a community.

use super::model::{Community, Joining, Role, State, Visibility};
use super::{agreement, queries};
use crate::accounts::update::{ProfileChange, update};
use crate::accounts::{Account, register};
use crate::db::Conn;
use crate::ids::AccountId;
use crate::schema::{communities, community_members, follows};
use crate::{Core, Error, Result, markup};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Longest welcome, in characters.
pub const MAX_WELCOME: usize = 5_000;
/// Longest question, in characters.
pub const MAX_QUESTION: usize = 500;

/// What a community is founded with.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Name in its handle.
    pub name: String,
    /// Name to show.
    pub title: String,
    /// What it is for; plain text.
    pub description: String,
    /// What newcomers read first.
    pub welcome: String,
    /// Who may read it.
    pub visibility: Visibility,
    /// How one joins.
    pub joining: Joining,
    /// What is asked of those who ask to join.
    pub question: String,
    /// What members agree on; empty for nothing.
    pub agreement: String,
}

/// Makes the community with its account; `founder` is its first member.
///
/// # Errors
/// [`Error::Invalid`] for a name that cannot be had and for texts that are too long, [`Error::Conflict`] for a name
/// that is taken.
pub async fn found(core: &Core, founder: &Account, plan: &Plan) -> Result<Community> {
    if !founder.is_local() || !founder.is_active() {
        return Err(Error::Forbidden("this account cannot found communities"));
    }
    let (welcome, question) = checked(&plan.welcome, &plan.question)?;
    if !plan.agreement.trim().is_empty() {
        agreement::check(&plan.agreement)?;
    }
    let founding = Founding {
        founder: founder.id,
        welcome: &welcome,
        visibility: plan.visibility,
        joining: joining_of(plan.visibility, plan.joining),
        question: &question,
        agreement: plan.agreement.trim(),
    };
    let account = register::community(core, &plan.name, &plan.title, &founding).await?;
    let listed = plan.visibility == Visibility::Public;
    let note = Some(plan.description.clone()).filter(|note| !note.trim().is_empty());
    let change = ProfileChange { note, discoverable: Some(listed), ..ProfileChange::default() };
    update(core, &account, change).await?;
    queries::by_id(core, account.id).await?.ok_or(Error::NotFound("community"))
}

/// One that only invited people know of is not asked to be let into.
pub(super) fn joining_of(visibility: Visibility, joining: Joining) -> Joining {
    if visibility == Visibility::Invite { Joining::Invite } else { joining }
}

/// Texts of a community, as they are kept.
pub(super) fn checked(welcome: &str, question: &str) -> Result<(String, String)> {
    let fits = |text: &str, most: usize, what: &str| {
        if markup::count(text) > most {
            return Err(Error::invalid(format!("{what} may have {most} characters")));
        }
        Ok(text.replace('\0', "").trim().to_owned())
    };
    Ok((fits(welcome, MAX_WELCOME, "the welcome")?, fits(question, MAX_QUESTION, "the question")?))
}

/// What is written with the account of a new community.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Founding<'a> {
    founder: AccountId,
    welcome: &'a str,
    visibility: Visibility,
    joining: Joining,
    question: &'a str,
    agreement: &'a str,
}

impl Founding<'_> {
    /// Whether those who follow have to be let in.
    pub(crate) fn is_locked(&self) -> bool {
        self.joining != Joining::Open
    }

    /// Writes the community and its founder, in the transaction that makes the account.
    pub(crate) async fn write(&self, core: &Core, tx: &mut Conn, community: AccountId) -> Result<()> {
        let now = core.now();
        diesel::insert_into(communities::table)
            .values((
                communities::account_id.eq(community.0),
                communities::welcome.eq(self.welcome),
                communities::visibility.eq(self.visibility as i16),
                communities::joining.eq(self.joining as i16),
                communities::question.eq(self.question),
                communities::created_at.eq(now),
            ))
            .execute(tx)
            .await?;
        diesel::insert_into(community_members::table)
            .values((
                community_members::community_id.eq(community.0),
                community_members::account_id.eq(self.founder.0),
                community_members::state.eq(State::Member as i16),
                community_members::role.eq(Role::Founder as i16),
                community_members::joined_at.eq(now),
                community_members::greeted_at.eq(now),
                community_members::id.eq(core.id()),
                community_members::created_at.eq(now),
            ))
            .execute(tx)
            .await?;
        // Stories told in it reach the founder's home as everybody's: by a follow.
        diesel::insert_into(follows::table)
            .values((
                follows::follower_id.eq(self.founder.0),
                follows::followee_id.eq(community.0),
                follows::accepted_at.eq(now),
                follows::uri.eq(core.here.activity_uri("follows", &core.chance.slug())),
                follows::id.eq(core.id()),
                follows::created_at.eq(now),
            ))
            .execute(tx)
            .await?;
        if self.agreement.is_empty() {
            return Ok(());
        }
        agreement::put(core, tx, community, self.founder, self.agreement).await.map(drop)
    }
}
