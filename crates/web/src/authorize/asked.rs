//! What an app asks for, checked.

use crate::error::PageError;
use crate::fields::Fields;
use hearth_core::apps::{App, queries};
use hearth_core::grants::issue::{self, Wish};
use hearth_core::members::Scopes;
use hearth_core::{Core, Error};
use url::Url;

/// The parameters that go from the app's link into the form and back.
pub(super) const CARRIED: [&str; 7] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
];

/// What an app asks for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) app: App,
    pub(super) redirect_uri: String,
    pub(super) scopes: Scopes,
    pub(super) challenge: Option<String>,
    state: Option<String>,
}

impl Asked {
    /// Reads and checks it. What is wrong is told to the member on a page and never by sending them on: anybody may
    /// register an app, so a link through us could lead anywhere (RFC 9700, 4.11.2).
    pub(super) async fn read(core: &Core, fields: &Fields) -> Result<Self, PageError> {
        let app = queries::by_client(core, fields.get("client_id")).await?;
        let app = app.ok_or_else(|| PageError::app("It is not known here: it has to register anew."))?;
        if fields.get("response_type") != "code" {
            return Err(PageError::app(
                "It asks for an answer of a kind that is not given here (only `code` is).",
            ));
        }
        let scopes = Scopes::parse(fields.get("scope"))
            .map_err(|_| PageError::app("It asks for something that there is no word for here."))?;
        let asked = Self {
            app,
            redirect_uri: fields.get("redirect_uri").to_owned(),
            scopes,
            challenge: challenge(fields)?,
            state: fields.some("state").map(ToOwned::to_owned),
        };
        issue::check(&asked.wish()).map_err(|error| match error {
            Error::Invalid(text) => PageError::app(format!("In its own words: {text}.")),
            other => other.into(),
        })?;
        Ok(asked)
    }

    pub(super) fn wish(&self) -> Wish<'_> {
        Wish {
            app: &self.app,
            redirect_uri: &self.redirect_uri,
            scopes: &self.scopes,
            challenge: self.challenge.as_deref(),
        }
    }

    /// The address to go back to, with an answer.
    pub(super) fn back(&self, name: &str, value: &str) -> String {
        let mut answer = url::form_urlencoded::Serializer::new(String::new());
        answer.append_pair(name, value);
        if let Some(state) = &self.state {
            answer.append_pair("state", state);
        }
        let mark = if self.redirect_uri.contains('?') { '&' } else { '?' };
        format!("{}{mark}{}", self.redirect_uri, answer.finish())
    }

    /// Whom the member goes back to: a host, or the scheme that opens an app. `None` when the code is shown here.
    pub(super) fn whither(&self) -> Option<String> {
        let url = Url::parse(&self.redirect_uri).ok().filter(|_| !App::is_shown(&self.redirect_uri))?;
        match url.scheme() {
            "http" | "https" => Some(url.origin().ascii_serialization()),
            scheme => Some(format!("{scheme}:")),
        }
    }
}

/// PKCE with S256, or none. `plain`, which is also what no method means, proves nothing.
fn challenge(fields: &Fields) -> Result<Option<String>, PageError> {
    match (fields.some("code_challenge"), fields.some("code_challenge_method")) {
        (None, None) => Ok(None),
        (Some(challenge), Some("S256")) => Ok(Some(challenge.to_owned())),
        _ => Err(PageError::app("Its proof of possession (PKCE) is not of the kind S256.")),
    }
}
