//! A member who is signed in with this browser; anybody else is sent to sign in, and back.

use crate::State;
use crate::error::PageError;
use crate::fields::Fields;
use crate::signin::towards;
use crate::visitor::{Posted, Visitor};
use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse as _, Response};
use hearth_core::accounts::Account;
use hearth_core::ids::AccountId;
use http::request::Parts;
use std::sync::Arc;

/// Whoever reads a page that is made for members.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) visitor: Visitor,
    pub(crate) account: Arc<Account>,
}

impl Member {
    /// The member, if somebody is signed in.
    pub(crate) fn of(visitor: Visitor) -> Option<Self> {
        let account = visitor.member()?.account.clone();
        Some(Self { visitor, account })
    }

    pub(crate) fn id(&self) -> AccountId {
        self.account.id
    }

    /// What forms of this member carry.
    pub(crate) fn token(&self) -> String {
        self.visitor.token()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Member
where
    State: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, state).await.map_err(PageError::into_response)?;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        member(visitor, path)
    }
}

/// A form that one of our own pages gave a member.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) member: Member,
    pub(crate) fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Sent
where
    State: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let Posted { visitor, fields } =
            Posted::from_request(request, state).await.map_err(PageError::into_response)?;
        // What was typed is gone with the session; the browser still has it one step back.
        Ok(Self { member: member(visitor, "/home")?, fields })
    }
}

#[expect(clippy::result_large_err, reason = "axum takes a whole response for a refusal")]
fn member(visitor: Visitor, then: &str) -> Result<Member, Response> {
    Member::of(visitor).ok_or_else(|| towards("/signin", then).into_response())
}
