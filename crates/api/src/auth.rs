//! Who asks: the token of a request, and what it allows.

use crate::State;
use crate::error::ApiError;
use axum::extract::{FromRef, FromRequestParts};
use hearth_core::accounts::Account;
use hearth_core::ids::AccountId;
use hearth_core::members::{Session, seen, tokens};
use http::StatusCode;
use http::header::AUTHORIZATION;
use http::request::Parts;
use std::sync::Arc;

/// A member with an app.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) account: Arc<Account>,
    session: Session,
}

/// A member with an app, or somebody unknown.
#[derive(Debug, Clone)]
pub(crate) struct Reader(Option<Caller>);

impl Caller {
    /// Whether the token covers `scope`, such as `write:statuses`.
    pub(crate) fn may(&self, scope: &str) -> Result<(), ApiError> {
        if self.session.scopes.cover(scope) {
            Ok(())
        } else {
            Err(ApiError::new(StatusCode::FORBIDDEN, "This action is outside the authorized scopes"))
        }
    }

    pub(crate) fn id(&self) -> AccountId {
        self.account.id
    }
}

impl Reader {
    /// The reader that core asks about; 0 for somebody unknown.
    pub(crate) fn viewer(&self) -> AccountId {
        self.0.as_ref().map_or(AccountId(0), Caller::id)
    }

    pub(crate) fn is_member(&self) -> bool {
        self.0.is_some()
    }
}

fn token(parts: &Parts) -> Option<String> {
    let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some((scheme, token)) = header.and_then(|text| text.split_once(' ')) {
        return scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned());
    }
    let query = parts.uri.query()?;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "access_token")
        .map(|(_, token)| token.into_owned())
}

impl<S: Send + Sync> FromRequestParts<S> for Reader
where
    State: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let state = State::from_ref(state);
        let Some(token) = token(parts) else { return Ok(Self(None)) };
        let session = tokens::session(&state.core, &token)
            .await?
            .ok_or_else(|| ApiError::new(StatusCode::UNAUTHORIZED, "The access token is invalid"))?;
        let Some(account) = session.account.clone() else { return Ok(Self(None)) };
        seen::seen(&state.core, account.id).await?;
        Ok(Self(Some(Caller { account, session })))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    State: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let known = token(parts).is_some();
        Reader::from_request_parts(parts, state).await?.0.ok_or_else(|| {
            let status = if known { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::UNAUTHORIZED };
            ApiError::new(status, "This method requires an authenticated user")
        })
    }
}
