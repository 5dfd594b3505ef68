//! Who asks for a document: nobody we know, or whoever signed the request.

use super::actors;
use super::refusal::Refusal;
use crate::origin::{host_of, normalise_id};
use crate::resolve::Speaker;
use crate::signatures::{Parsed, Request, SignatureError};
use crate::{Federation, Mode, peers, resolve};
use axum::extract::FromRequestParts;
use hearth_core::ids::AccountId;
use http::request::Parts;

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    /// 0 for somebody who has no row here.
    viewer: AccountId,
    signed: bool,
}

impl Asker {
    /// The reader that core asks about; 0 for somebody unknown.
    pub(super) fn viewer(self) -> AccountId {
        self.viewer
    }

    /// Whether the request was not signed, so that the answer is what anybody gets.
    pub(super) fn is_anybody(self) -> bool {
        !self.signed
    }

    /// Reads the signature of a request, if it has one, and checks it.
    ///
    /// # Errors
    /// [`Refusal::Unauthorized`] for a signature that does not hold (never 404: peers would delete their copy of
    /// what they may well read), or for none where one is needed; [`Refusal::Forbidden`] for hosts we do not deal
    /// with and for suspended accounts.
    pub(super) async fn of(federation: &Federation, parts: &Parts) -> Result<Self, Refusal> {
        let request = Request::of(parts);
        let parsed = match Parsed::of(&request) {
            Ok(parsed) => parsed,
            // With an allow-list nobody reads without saying who they are.
            Err(SignatureError::Missing) if federation.settings.mode == Mode::Open => {
                return Ok(Self { viewer: AccountId(0), signed: false });
            }
            Err(_) => return Err(Refusal::Unauthorized),
        };
        // Before anything is fetched for a stranger: whether we deal with their server.
        let key = normalise_id(parsed.key_id()).map_err(|_| Refusal::Unauthorized)?;
        let host = host_of(&key).ok_or(Refusal::Unauthorized)?;
        refuse_blocked(federation, &host).await?;
        let Speaker::Known(signer) = resolve::signer(federation, &parsed, &request).await? else {
            // A stranger reads what anybody may read.
            return Ok(Self { viewer: AccountId(0), signed: true });
        };
        let account = actors::by_id(federation, signer).await?;
        // The host of the handle may be another than that of the key.
        if let Some(host) = &account.host {
            refuse_blocked(federation, host).await?;
        }
        if account.is_active() {
            Ok(Self { viewer: account.id, signed: true })
        } else {
            Err(Refusal::Forbidden)
        }
    }
}

async fn refuse_blocked(federation: &Federation, host: &str) -> Result<(), Refusal> {
    if peers::deals_with(federation, host).await? { Ok(()) } else { Err(Refusal::Forbidden) }
}

impl FromRequestParts<Federation> for Asker {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, federation: &Federation) -> Result<Self, Refusal> {
        Self::of(federation, parts).await
    }
}
