//! What paths below a community name: it, and somebody or something in it.

use crate::State;
use crate::auth::Caller;
use crate::error::ApiError;
use axum::extract::{FromRef, FromRequestParts, Path};
use hearth_core::accounts::{Account, AccountKind, Handle, queries as accounts};
use hearth_core::communities::{Community, queries};
use hearth_core::ids::AccountId;
use hearth_federation::resolve;
use http::request::Parts;

/// The name of a community or a journey, and an id below it.
#[derive(Debug, Clone)]
pub(in crate::hearth) struct Below {
    pub(in crate::hearth) name: String,
    pub(in crate::hearth) id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for Below {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let named = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Ok(Path((name, id))) = named else { return Err(ApiError::not_found()) };
        let id = id.parse().map_err(|_| ApiError::not_found())?;
        if name.contains('\0') { Err(ApiError::not_found()) } else { Ok(Self { name, id }) }
    }
}

/// Somebody who acts in a community on what the path names below it.
#[derive(Debug)]
pub(super) struct Acting {
    pub(super) caller: Caller,
    pub(super) community: Community,
    pub(super) id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for Acting
where
    State: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        caller.may("write:follows")?;
        let Below { name, id } = Below::from_request_parts(parts, state).await?;
        let community = queries::named(&State::from_ref(state).core, caller.id(), &name).await?;
        Ok(Self { caller, community, id })
    }
}

impl Acting {
    /// The account that the path names.
    pub(super) async fn whom(&self, state: &State) -> Result<Account, ApiError> {
        Ok(accounts::by_id(&state.core, AccountId(self.id)).await?)
    }
}

/// A community by its handle, of this server or (looked up if need be) of another.
pub(super) enum Named {
    /// Of this server.
    Here(Box<Community>),
    /// The account of one that lives elsewhere.
    Elsewhere(Box<Account>),
}

/// The id of a community by its handle, for lists of what is told in it.
pub(super) async fn id_of(state: &State, viewer: AccountId, name: &str) -> Result<AccountId, ApiError> {
    match here(state, name)? {
        Some(name) => Ok(queries::spot(&state.core, viewer, &name).await?.id),
        None => Ok(Named::of(state, viewer, name).await?.account().id),
    }
}

/// The name of what a handle says is on this server.
pub(super) fn here(state: &State, name: &str) -> Result<Option<String>, ApiError> {
    let handle = handle(state, name)?;
    Ok(handle.host.is_none().then_some(handle.name))
}

fn handle(state: &State, name: &str) -> Result<Handle, ApiError> {
    let handle: Handle = name.parse().map_err(|_| ApiError::not_found())?;
    Ok(handle.here(state.core.here.domain()))
}

impl Named {
    pub(super) async fn of(state: &State, viewer: AccountId, name: &str) -> Result<Self, ApiError> {
        let handle = handle(state, name)?;
        if handle.host.is_none() {
            let community = queries::named(&state.core, viewer, &handle.name).await?;
            return Ok(Self::Here(Box::new(community)));
        }
        let known = accounts::by_handle(&state.core, &handle).await?;
        let account = match known.filter(|account| account.kind == AccountKind::Group) {
            Some(account) => Some(account),
            // Only members have other servers asked.
            None if viewer != AccountId(0) => resolve::account(&state.federation, &handle)
                .await
                .ok()
                .flatten()
                .filter(|account| account.kind == AccountKind::Group),
            None => None,
        };
        account.map(|account| Self::Elsewhere(Box::new(account))).ok_or_else(ApiError::not_found)
    }

    /// Its account.
    pub(super) fn account(&self) -> &Account {
        match self {
            Self::Here(community) => &community.account,
            Self::Elsewhere(account) => account,
        }
    }
}
