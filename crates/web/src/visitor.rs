//! Who looks at a page, and whether a form that comes back is one that we gave them.

use crate::State;
use crate::cookies::{self, Kept};
use crate::error::PageError;
use crate::fields::Fields;
use crate::html::{own, page};
use askama::Template;
use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use axum::response::Response;
use hearth_core::ids::AccountId;
use hearth_core::signin::sessions::{self, WebSession};
use hearth_core::signin::{Address, Attempt};
use hearth_core::{Core, secret};
use http::header::{ORIGIN, SET_COOKIE, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, StatusCode};

/// Longest form, in bytes.
const LONGEST: usize = 1 << 16;

/// Whoever looks at a page.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    cookie: String,
    fresh: bool,
    session: Option<WebSession>,
    address: Address,
    device: Option<String>,
    pub(crate) agent: String,
}

impl Visitor {
    /// The member who is signed in with this browser.
    pub(crate) fn member(&self) -> Option<&WebSession> {
        self.session.as_ref().filter(|session| session.whole)
    }

    /// Whoever reads, as the domain asks: 0 for somebody unknown.
    pub(crate) fn reader(&self) -> AccountId {
        self.member().map_or(AccountId(0), |session| session.account.id)
    }

    /// A page that anyone may read: what a member sees on it is for them alone.
    pub(crate) fn page(&self, template: &impl Template) -> Result<Response, PageError> {
        if self.member().is_some() { own(StatusCode::OK, template) } else { page(template) }
    }

    /// The member whose one-time code is still to come.
    pub(crate) fn half(&self) -> Option<&WebSession> {
        self.session.as_ref().filter(|session| !session.whole)
    }

    /// What forms of this visitor carry. It can be computed from the cookie alone, which other sites cannot read.
    pub(crate) fn token(&self) -> String {
        secret::hashed_text(&format!("form {}", self.cookie))
    }

    /// A try to prove something, from where this visitor is.
    pub(crate) fn attempt<'a>(&'a self, name: &'a str, password: &'a str) -> Attempt<'a> {
        Attempt { name, password, address: self.address, device: self.device.as_deref() }
    }

    pub(crate) fn address(&self) -> Address {
        self.address
    }

    pub(crate) fn device(&self) -> Option<&str> {
        self.device.as_deref()
    }

    /// What the browser keeps as its session.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Has the browser keep what the forms of this page rest on, if it did not yet.
    pub(crate) fn settle(&self, core: &Core, mut response: Response) -> Response {
        if let Some(value) = cookies::keep(&core.here, Kept::Session, &self.cookie).filter(|_| self.fresh) {
            response.headers_mut().append(SET_COOKIE, value);
        }
        response
    }

    async fn of(core: &Core, parts: &Parts) -> Result<Self, PageError> {
        let kept = |kept| cookies::read(&core.here, &parts.headers, kept);
        let cookie = kept(Kept::Session);
        let session = match &cookie {
            Some(text) => sessions::of(core, text).await?,
            None => None,
        };
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self {
            fresh: cookie.is_none(),
            cookie: cookie.unwrap_or_else(|| secret::fresh(core)),
            session,
            address: parts.extensions.get::<Address>().copied().unwrap_or_default(),
            device: kept(Kept::Device),
            agent: agent.unwrap_or_default().to_owned(),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    State: FromRef<S>,
{
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        Self::of(&State::from_ref(state).core, parts).await
    }
}

/// A form that one of our own pages gave this visitor.
#[derive(Debug, Clone)]
pub(crate) struct Posted {
    pub(crate) visitor: Visitor,
    pub(crate) fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Posted
where
    State: FromRef<S>,
{
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let core = State::from_ref(state).core;
        let (parts, body) = request.into_parts();
        if !is_ours(core.here.base(), &parts.headers) {
            return Err(PageError::foreign());
        }
        let visitor = Visitor::of(&core, &parts).await?;
        let bytes = axum::body::to_bytes(body, LONGEST).await.map_err(|_| PageError::unreadable())?;
        let fields = Fields::read(&bytes).ok_or_else(PageError::unreadable)?;
        // Compared as hashes: how long it takes tells nothing of the token.
        if visitor.fresh || secret::hash(fields.get("token")) != secret::hash(&visitor.token()) {
            return Err(PageError::foreign());
        }
        Ok(Self { visitor, fields })
    }
}

/// Whether a browser says that the form stood on a page of ours. Browsers that say nothing are judged by the token alone.
fn is_ours(base: &str, headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (said("sec-fetch-site"), said(ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.eq_ignore_ascii_case(base),
        (None, None) => true,
    }
}
