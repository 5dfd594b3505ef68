//! Who asks: the token of a request, and what it allows.

use crate::State;
use crate::error::ApiError;
use axum::extract::{FromRef, FromRequestParts};
use hearth_core::accounts::Account;
use hearth_core::ids::{AccountId, TokenId};
use hearth_core::members::{Scopes, Session, seen, tokens};
use http::StatusCode;
use http::header::AUTHORIZATION;
use http::request::Parts;
use std::sync::Arc;

/// A member with an app.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) account: Arc<Account>,
    pub(crate) token: TokenId,
    scopes: Scopes,
}

/// A member with an app, an app alone, or somebody unknown.
#[derive(Debug, Clone)]
pub(crate) struct Reader(Option<Session>);

impl Caller {
    /// Whether the token covers `scope`, such as `write:statuses`.
    pub(crate) fn may(&self, scope: &str) -> Result<(), ApiError> {
        permit(&self.scopes, scope)
    }

    pub(crate) fn id(&self) -> AccountId {
        self.account.id
    }
}

impl Reader {
    /// Whether the token covers `scope`, if there is one: what anybody may read needs none, but a token opens no more
    /// than it was made for.
    pub(crate) fn may(&self, scope: &str) -> Result<(), ApiError> {
        self.0.as_ref().map_or(Ok(()), |session| permit(&session.scopes, scope))
    }

    /// The reader that core asks about; 0 for somebody unknown.
    pub(crate) fn viewer(&self) -> AccountId {
        self.0
            .as_ref()
            .and_then(|session| session.account.as_ref())
            .map_or(AccountId(0), |account| account.id)
    }

    /// The token, if there is one.
    pub(crate) fn token(&self) -> Option<TokenId> {
        self.0.as_ref().map(|session| session.token)
    }

    pub(crate) fn is_member(&self) -> bool {
        self.viewer() != AccountId(0)
    }
}

fn permit(scopes: &Scopes, scope: &str) -> Result<(), ApiError> {
    if scopes.cover(scope) {
        Ok(())
    } else {
        Err(ApiError::new(StatusCode::FORBIDDEN, "This action is outside the authorized scopes"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader
where
    State: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Some(token) = token(parts) else { return Ok(Self(None)) };
        let state = State::from_ref(state);
        let session = tokens::session(&state.core, &token)
            .await?
            .ok_or_else(|| ApiError::new(StatusCode::UNAUTHORIZED, "The access token is invalid"))?;
        if let Some(account) = &session.account {
            seen::seen(&state.core, account.id).await?;
        }
        Ok(Self(Some(session)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    State: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        // An app without a member is known, but there is nobody to act.
        let nobody = |status| ApiError::new(status, "This method requires an authenticated user");
        let session = Reader::from_request_parts(parts, state).await?.0;
        let session = session.ok_or_else(|| nobody(StatusCode::UNAUTHORIZED))?;
        let account = session.account.ok_or_else(|| nobody(StatusCode::UNPROCESSABLE_ENTITY))?;
        Ok(Self { account, token: session.token, scopes: session.scopes })
    }
}

/// The token of the header, or else the one in the query.
pub(crate) fn token(parts: &Parts) -> Option<String> {
    let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = header.and_then(|text| text.split_once(' '));
    if let Some((_, token)) = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) {
        return Some(token.trim().to_owned());
    }
    url::form_urlencoded::parse(parts.uri.query()?.as_bytes())
        .find(|(name, _)| matches!(&**name, "access_token" | "bearer_token"))
        .map(|(_, token)| token.into_owned())
}

#[cfg(test)]
mod tests {
    use super::token;
    use http::Request;

    fn of(uri: &str, header: Option<&str>) -> Option<String> {
        let request = Request::builder().uri(uri);
        let request = header.iter().fold(request, |request, value| request.header("authorization", *value));
        token(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_token_stands_in_the_header_or_the_query() {
        assert_eq!(of("/", Some("Bearer abc")).as_deref(), Some("abc"));
        assert_eq!(of("/", Some("bearer  abc ")).as_deref(), Some("abc"));
        assert_eq!(of("/?limit=3&access_token=a%2Bc", None).as_deref(), Some("a+c"));
        assert_eq!(of("/?access_token=abc", Some("Basic eHg6eQ==")).as_deref(), Some("abc"));
        assert_eq!(of("/?access_token=other", Some("Bearer abc")).as_deref(), Some("abc"));
        assert_eq!(of("/?limit=3", None), None);
        assert_eq!(of("/", Some("Basic eHg6eQ==")), None);
    }
}
