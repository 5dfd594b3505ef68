//! The door: who speaks is checked, what they said is stored, and only then is the answer given.
//!
//! 202 stored (or junk that was looked at and dropped); 401 bad signature; 400 unreadable signature header; 403 we do
//! not deal with that host; 413 too long; 503 in trouble. Never 400 or 401 for what a signed request *says*: peers
//! would send it again, signed otherwise, for days.

use super::batch::{Arrival, Batcher};
use crate::origin::{host_of, json, normalise_id, reading};
use crate::resolve::signer;
use crate::signatures::{Parsed, Request, SignatureError, digest};
use crate::{Error, Federation, delivery, peers};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::routing::post;
use hearth_core::accounts::queries;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

/// Longest body, in bytes (as the rest of the field).
const LONGEST: usize = 1 << 20;

/// What the door is given.
#[derive(Clone)]
struct Door {
    federation: Federation,
    batcher: Batcher,
}

/// The inboxes: shared, personal, and the server's own.
pub fn routes(federation: Federation) -> Router {
    let batcher = Batcher::start(federation.clone());
    Router::new()
        .route("/inbox", post(receive))
        .route("/users/{name}/inbox", post(receive))
        .route("/actor/inbox", post(receive))
        .with_state(Door { federation, batcher })
}

type Answer = (StatusCode, HeaderMap);

async fn receive(State(door): State<Door>, request: axum::extract::Request) -> Answer {
    let (parts, body) = request.into_parts();
    match door.take(&parts, body).await {
        Ok(()) => bare(StatusCode::ACCEPTED),
        Err(answer) => answer,
    }
}

fn bare(status: StatusCode) -> Answer {
    (status, HeaderMap::new())
}

fn later() -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert(header::RETRY_AFTER, http::HeaderValue::from_static("30"));
    (StatusCode::SERVICE_UNAVAILABLE, headers)
}

/// What an error means to the peer.
fn answer_for(error: &Error) -> Answer {
    match error {
        Error::Signature(error) if error.is_malformed() => bare(StatusCode::BAD_REQUEST),
        Error::Blocked(_) => bare(StatusCode::FORBIDDEN),
        // Its actor could not be asked just now, or we are in trouble: the same request may do later.
        error if error.passes() => later(),
        Error::Core(error) => {
            tracing::error!(%error, "inbox");
            later()
        }
        _ => bare(StatusCode::UNAUTHORIZED),
    }
}

impl Door {
    async fn take(&self, parts: &Parts, body: Body) -> Result<(), Answer> {
        let federation = &self.federation;
        let refused = |error: SignatureError| answer_for(&Error::Signature(error));
        let request = Request::of(parts);
        let parsed = Parsed::of(&request).map_err(refused)?;
        federation.verifier.admit(&parsed, &request, federation.core.now()).map_err(refused)?;
        let key_id = normalise_id(parsed.key_id()).map_err(|_| bare(StatusCode::BAD_REQUEST))?;
        let host = host_of(&key_id).ok_or_else(|| bare(StatusCode::BAD_REQUEST))?;
        if !peers::deals_with(federation, &host).await.map_err(|error| answer_for(&error))? {
            return Err(bare(StatusCode::FORBIDDEN));
        }
        let body = axum::body::to_bytes(body, LONGEST).await.map_err(|_| bare(StatusCode::PAYLOAD_TOO_LARGE))?;
        digest::verify_digest(&parts.headers, &body).map_err(refused)?;
        let spoken = json::read(&body).ok();
        if let Some(activity) = &spoken
            && self.is_about_a_stranger(activity).await?
        {
            return Ok(());
        }
        let signer = signer(federation, &parsed, &request).await.map_err(|error| answer_for(&error))?;
        delivery::revive(federation, &host).await;
        let account = queries::by_id(&federation.core, signer.account).await.map_err(|error| answer_for(&error.into()))?;
        let Some(activity) = spoken.filter(|_| account.is_active() && !account.is_local()) else { return Ok(()) };
        self.store(&activity, body, account.uri, host).await
    }

    /// The commonest junk: an account we never heard of says goodbye or changed its profile. Nothing is fetched for it.
    async fn is_about_a_stranger(&self, activity: &Value) -> Result<bool, Answer> {
        if !matches!(reading::kind(activity), "Delete" | "Update") {
            return Ok(false);
        }
        let (actor, object) = (reading::id(activity, "actor"), reading::id(activity, "object"));
        let Some(actor) = actor.filter(|actor| Some(actor) == object.as_ref()) else { return Ok(false) };
        let known = queries::by_uri(&self.federation.core, &actor).await.map_err(|error| answer_for(&error.into()))?;
        Ok(known.is_none())
    }

    async fn store(&self, activity: &Value, body: Bytes, signer: String, host: String) -> Result<(), Answer> {
        let Some(actor) = reading::id(activity, "actor") else { return Ok(()) };
        // Whoever signs for an actor of the same server that is not them is no forwarder but an impostor.
        let same_host = |uri: &str| normalise_id(uri).ok().and_then(|url| host_of(&url));
        if actor != signer && same_host(&actor) == same_host(&signer) {
            return Err(bare(StatusCode::FORBIDDEN));
        }
        let uri = reading::text(activity, "id").and_then(reading::normal);
        // An id on another server than the actor's would let one server use up another's ids.
        let uri = uri.filter(|uri| same_host(uri) == same_host(&actor));
        let uri = uri.unwrap_or_else(|| nameless(&body));
        let arrival = Arrival { uri, actor, signer, host, body };
        if self.batcher.store(arrival).await { Ok(()) } else { Err(later()) }
    }
}

/// An activity without a usable id is known by what it says.
fn nameless(body: &[u8]) -> String {
    use std::fmt::Write as _;
    digest::sha256(body).iter().fold(String::from("sha-256:"), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}
