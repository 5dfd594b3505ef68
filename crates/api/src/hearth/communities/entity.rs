//! Communities, and the people in them, as they are shown.

use crate::State;
use crate::entities;
use crate::entities::time::Stamp;
use crate::openapi::shapes::{self, Id};
use crate::openapi::words;
use hearth_core::accounts::Account;
use hearth_core::communities::abroad::Ban;
use hearth_core::communities::{self, Joining, Member, Role, State as Standing, Visibility};
use hearth_core::ids::AccountId;
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// A community. How many are in it is nobody's measure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Community<'a> {
    /// Id of its account here.
    #[schema(value_type = Id)]
    id: AccountId,
    /// Its name in addresses: `name`, or `name@host` for one of another server.
    #[schema(value_type = String)]
    name: Cow<'a, str>,
    /// What it is called.
    title: &'a str,
    /// What it is for, as HTML.
    description: &'a str,
    /// What newcomers read first; null for one of another server.
    welcome: Option<&'a str>,
    /// Who may read its stories; null for one of another server.
    #[schema(value_type = Option<words::Visibility>)]
    visibility: Option<Visibility>,
    /// How one joins.
    #[schema(value_type = words::Joining)]
    joining: Joining,
    /// What is asked of those who ask to join; empty for nothing, null for one of another server.
    question: Option<&'a str>,
    /// Version of the agreement that holds; 0 for none, null for one of another server.
    agreement_version: Option<i32>,
    /// Its page.
    url: &'a str,
    /// Its address in the fediverse: what others follow.
    uri: &'a str,
    /// Its account, as apps for Mastodon know it.
    #[schema(value_type = shapes::Account)]
    account: entities::Account<'a>,
    /// When it was founded; null for one of another server.
    created_at: Option<Stamp>,
    /// Who looks after one of another server, as far as it tells; null for one of this server: its members list says.
    #[schema(value_type = Option<Vec<shapes::Account>>)]
    stewards: Option<Vec<entities::Account<'a>>>,
    /// How you stand to it; null if you do not, and in lists.
    standing: Option<Mine<'a>>,
}

/// How you stand to a community.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Standing)]
pub(super) struct Mine<'a> {
    /// In, asked, invited or kept out.
    #[schema(value_type = words::State)]
    state: Standing,
    /// What you look after; null for a community of another server.
    #[schema(value_type = Option<words::Role>)]
    role: Option<Role>,
    /// Version of the agreement you accepted last; 0 for none, null for a community of another server.
    agreement_accepted: Option<i32>,
    /// When a ban ends; null for one without an end.
    banned_until: Option<Stamp>,
    /// Why you were banned; empty where you were not.
    reason: &'a str,
    /// When you joined.
    joined_at: Option<Stamp>,
}

/// Somebody in a community, for those who may see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommunityMember)]
pub(super) struct Person<'a> {
    /// Who.
    #[schema(value_type = shapes::Account)]
    account: entities::Account<'a>,
    /// In, asked, invited or kept out.
    #[schema(value_type = words::State)]
    state: Standing,
    /// What they look after.
    #[schema(value_type = words::Role)]
    role: Role,
    /// What they said when they asked to join.
    answer: &'a str,
    /// When a ban ends; null for one without an end.
    banned_until: Option<Stamp>,
    /// Why they were banned; empty where they were not.
    reason: &'a str,
    /// When they joined.
    joined_at: Option<Stamp>,
    /// Id of the account of whoever greeted them.
    #[schema(value_type = Option<String>)]
    greeted_by: Option<AccountId>,
    /// Name of whoever greeted them.
    greeter: Option<&'a str>,
    /// When they were greeted.
    greeted_at: Option<Stamp>,
}

impl<'a> Community<'a> {
    /// One of this server.
    pub(super) fn here(
        state: &'a State,
        community: &'a communities::Community,
        member: Option<&'a Member>,
    ) -> Self {
        Self {
            name: Cow::Borrowed(&community.account.name),
            welcome: Some(&community.welcome),
            visibility: Some(community.visibility),
            joining: community.joining,
            question: Some(&community.question),
            agreement_version: Some(community.agreement),
            created_at: Some(Stamp(community.created_at)),
            standing: member.map(Mine::of),
            ..Self::elsewhere(state, &community.account)
        }
    }

    /// What is known here of one of another server: following is being in.
    pub(super) fn elsewhere(state: &'a State, account: &'a Account) -> Self {
        Self {
            id: account.id,
            name: Cow::Owned(account.acct()),
            title: &account.display_name,
            description: &account.note_html,
            welcome: None,
            visibility: None,
            joining: if account.locked { Joining::Request } else { Joining::Open },
            question: None,
            agreement_version: None,
            url: &account.url,
            uri: &account.uri,
            account: entities::Account::of(&state.core.here, account),
            created_at: None,
            stewards: None,
            standing: None,
        }
    }

    /// The same, with how the reader stands to it.
    pub(super) fn with(self, standing: Option<Mine<'a>>) -> Self {
        Self { standing, ..self }
    }

    /// The same, with who looks after it.
    pub(super) fn looked_after_by(self, state: &'a State, stewards: &'a [Account]) -> Self {
        let each = stewards.iter().map(|steward| entities::Account::of(&state.core.here, steward));
        Self { stewards: Some(each.collect()), ..self }
    }
}

impl<'a> Mine<'a> {
    fn of(member: &'a Member) -> Self {
        Self {
            state: member.state,
            role: Some(member.role),
            agreement_accepted: Some(member.agreement),
            banned_until: member.banned_until.map(Stamp),
            reason: &member.reason,
            joined_at: member.joined_at.map(Stamp),
        }
    }

    /// In one of another server: kept out, or in by following.
    pub(super) fn elsewhere(followed: Option<bool>, ban: Option<&'a Ban>) -> Option<Self> {
        let state = match (ban, followed) {
            (Some(_), _) => Standing::Banned,
            (None, Some(true)) => Standing::Member,
            (None, Some(false)) => Standing::Pending,
            (None, None) => return None,
        };
        Some(Self {
            state,
            role: None,
            agreement_accepted: None,
            banned_until: ban.and_then(|ban| ban.until).map(Stamp),
            reason: ban.map_or("", |ban| &ban.reason),
            joined_at: None,
        })
    }
}

impl<'a> Person<'a> {
    /// Somebody's standing.
    pub(super) fn of(state: &'a State, member: &'a Member) -> Self {
        Self {
            account: entities::Account::of(&state.core.here, &member.account),
            state: member.state,
            role: member.role,
            answer: &member.answer,
            banned_until: member.banned_until.map(Stamp),
            reason: &member.reason,
            joined_at: member.joined_at.map(Stamp),
            greeted_by: member.greeted_by,
            greeter: member.greeter.as_deref(),
            greeted_at: member.greeted_at.map(Stamp),
        }
    }
}
