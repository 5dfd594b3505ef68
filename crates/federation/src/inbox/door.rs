//! The door: who speaks is checked, what they said is stored, and only then is the answer given.
//!
//! 202 stored (or junk that was looked at and dropped); 401 bad signature; 400 unreadable signature header; 403 we do
//! not deal with that host, or somebody speaks for somebody else; 413 too long; 503 in trouble. Never 400 or 401 for
//! what a signed request *says*: peers would send it again, signed otherwise, for days.

use super::arrival::{self, Arrival, Read};
use super::batch::Batcher;
use crate::origin::{host_of, json, normalise_id, reading};
use crate::resolve::{Speaker, signer};
use crate::signatures::{Parsed, Request, SignatureError, digest};
use crate::{Error, Federation, Mode, delivery, peers};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::routing::post;
use hearth_core::accounts::{Account, queries};
use hearth_core::ids::AccountId;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Longest body, in bytes (as the rest of the field).
const LONGEST: usize = 1 << 20;
/// How long a body may take to come.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the door is given.
#[derive(Clone)]
struct Door {
    federation: Federation,
    batcher: Batcher,
}

/// The inboxes: shared, personal, and the server's own. With federation off there are none.
pub fn routes(federation: Federation) -> Router {
    if federation.settings.mode == Mode::Off {
        return Router::new();
    }
    let batcher = Batcher::new(federation.core.clone(), federation.incoming.clone());
    Router::new()
        .route("/inbox", post(receive))
        .route("/users/{name}/inbox", post(receive))
        .route("/actor/inbox", post(receive))
        // The length is ours to measure, after the signature's header was read.
        .layer(axum::extract::DefaultBodyLimit::disable())
        .with_state(Door { federation, batcher })
}

type Answer = (StatusCode, HeaderMap);

async fn receive(State(door): State<Door>, request: axum::extract::Request) -> Answer {
    let (parts, body) = request.into_parts();
    match Box::pin(door.take(&parts, body)).await {
        Ok(()) => bare(StatusCode::ACCEPTED),
        Err(answer) => answer,
    }
}

fn bare(status: StatusCode) -> Answer {
    (status, HeaderMap::new())
}

fn later() -> Answer {
    let headers = HeaderMap::from_iter([(header::RETRY_AFTER, HeaderValue::from_static("30"))]);
    (StatusCode::SERVICE_UNAVAILABLE, headers)
}

/// What an error means to the peer.
fn answer_for(error: &Error) -> Answer {
    match error {
        Error::Signature(error) if error.is_malformed() => bare(StatusCode::BAD_REQUEST),
        Error::Blocked(_) => bare(StatusCode::FORBIDDEN),
        // Its actor could not be asked just now, or we are in trouble: the same request may do later.
        error if error.passes() => later(),
        Error::Core(error @ hearth_core::Error::Internal(cause)) => {
            tracing::error!(%error, %cause, "an activity could not be taken");
            later()
        }
        _ => bare(StatusCode::UNAUTHORIZED),
    }
}

impl Door {
    async fn take(&self, parts: &Parts, body: Body) -> Result<(), Answer> {
        let federation = &self.federation;
        if announced(parts).is_some_and(|length| length > LONGEST) {
            return Err(bare(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let refused = |error: SignatureError| answer_for(&Error::Signature(error));
        let request = Request::of(parts);
        let parsed = Parsed::of(&request).map_err(refused)?;
        federation.verifier.admit(&parsed, &request, federation.core.now()).map_err(refused)?;
        let key_id = normalise_id(parsed.key_id()).map_err(|_| bare(StatusCode::BAD_REQUEST))?;
        let host = host_of(&key_id).ok_or_else(|| bare(StatusCode::BAD_REQUEST))?;
        self.deal_with(&host).await?;
        let body = whole(body).await?;
        digest::verify_digest(&parts.headers, &body).map_err(refused)?;
        let Ok(activity) = json::read(&body) else { return Ok(()) };
        if self.is_about_a_stranger(&activity).await? {
            return Ok(());
        }
        let speaker = signer(federation, &parsed, &request).await.map_err(|error| answer_for(&error))?;
        if let Err(error) = delivery::revive(federation, &host).await {
            tracing::warn!(%error, host, "could not be noted as alive");
        }
        match self.name_of(speaker).await? {
            Some(signer) => self.store(arrival::read(&activity, &signer, &host, body)).await,
            None => Ok(()),
        }
    }

    async fn deal_with(&self, host: &str) -> Result<(), Answer> {
        match peers::deals_with(&self.federation, host).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(bare(StatusCode::FORBIDDEN)),
            Err(error) => Err(answer_for(&error)),
        }
    }

    /// The commonest junk: somebody we never heard of says goodbye or changed something. Nothing is fetched for it.
    async fn is_about_a_stranger(&self, activity: &Value) -> Result<bool, Answer> {
        let Some(actor) = reading::id(activity, "actor") else { return Ok(true) };
        let parting = match reading::kind(activity) {
            "Delete" => true,
            "Update" => reading::id(activity, "object").as_ref() == Some(&actor),
            _ => false,
        };
        if !parting || self.federation.core.here.owns(&actor) {
            return Ok(false);
        }
        let known = queries::ids_by_uris(&self.federation.core, &[actor]).await;
        known.map(|known| known.is_empty()).map_err(|error| answer_for(&error.into()))
    }

    /// The id of whoever signed; none for those who are not heard any more.
    async fn name_of(&self, speaker: Speaker) -> Result<Option<String>, Answer> {
        let id = match speaker {
            Speaker::Stranger(uri) => return Ok(Some(uri)),
            Speaker::Known(id) => id,
        };
        let account = self.account(id).await.map_err(|error| answer_for(&error.into()))?;
        // The host of the handle may be another than that of the key.
        if let Some(host) = account.as_ref().and_then(|account| account.host.as_deref()) {
            self.deal_with(host).await?;
        }
        Ok(account.filter(|one| one.is_active() && !one.is_local()).map(|one| one.uri.clone()))
    }

    /// From memory where it is fresh; the worker asks Postgres before anything has an effect.
    async fn account(&self, id: AccountId) -> hearth_core::Result<Option<Arc<Account>>> {
        let core = &self.federation.core;
        if let Some(account) = core.accounts.peek(id) {
            return Ok(Some(account));
        }
        let mut conn = core.db.conn().await?;
        Ok(core.accounts.get(&mut conn, &[id]).await?.remove(&id))
    }

    async fn store(&self, read: Read) -> Result<(), Answer> {
        let arrival: Arrival = match read {
            Read::Own(arrival) | Read::Hint(arrival) => arrival,
            Read::Impostor => return Err(bare(StatusCode::FORBIDDEN)),
            Read::Junk => return Ok(()),
        };
        if self.batcher.store(arrival).await { Ok(()) } else { Err(later()) }
    }
}

/// The length that the request says it has.
fn announced(parts: &Parts) -> Option<usize> {
    parts.headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn whole(body: Body) -> Result<Bytes, Answer> {
    match tokio::time::timeout(PATIENCE, axum::body::to_bytes(body, LONGEST)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(bare(StatusCode::PAYLOAD_TOO_LARGE)),
        Err(_) => Err(bare(StatusCode::REQUEST_TIMEOUT)),
    }
}
