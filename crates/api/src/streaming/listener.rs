//! Who listens: the member behind a token, which stands in a header, in the query, or where browsers can put it.

use crate::State;
use crate::auth::token;
use crate::error::ApiError;
use axum::extract::{FromRef, FromRequestParts};
use hearth_core::ids::{AccountId, TokenId};
use hearth_core::members::{Scopes, seen, tokens};
use http::StatusCode;
use http::header::SEC_WEBSOCKET_PROTOCOL;
use http::request::Parts;

/// A member with an app that listens.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) account: AccountId,
    pub(crate) token: TokenId,
    pub(crate) scopes: Scopes,
}

impl<S: Send + Sync> FromRequestParts<S> for Listener
where
    State: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let refused = |text| ApiError::new(StatusCode::UNAUTHORIZED, text);
        let text = token(parts).or_else(|| protocol(parts)).filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| refused("Missing access token"))?;
        let core = State::from_ref(state).core;
        let session = tokens::session(&core, &text).await?;
        let session = session.ok_or_else(|| refused("Invalid access token"))?;
        // An app alone has nothing to listen to.
        let account = session.account.ok_or_else(|| refused("Invalid access token"))?;
        seen::seen(&core, account.id).await?;
        Ok(Self { account: account.id, token: session.token, scopes: session.scopes })
    }
}

/// What the app offers first as the protocol of a WebSocket: browsers let it set nothing else.
fn protocol(parts: &Parts) -> Option<String> {
    let offered = parts.headers.get(SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
    Some(offered.split(',').next()?.trim().to_owned())
}
