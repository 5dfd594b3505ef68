//! Fetches one document through the gate, signed by the instance actor.

use super::Budget;
use crate::client::{Bounds, Client, ClientError, Fetched};
use crate::keyring::SigningKeys;
use crate::origin::gate::{self, Opened};
use crate::origin::{Trusted, document_of, host_of};
use crate::signatures::{Outgoing, cavage, rfc9421};
use crate::{Error, Federation, Result, peers};
use hearth_core::accounts::register::instance_actor;
use http::HeaderMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use url::Url;

/// The media types of documents, as GETs ask for them.
const DOCUMENT: &str =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
/// How long a fetch waits for its turn at one host.
const PATIENCE: Duration = Duration::from_secs(10);

/// The document at `id`, as its own server tells it.
///
/// # Errors
/// When we do not deal with the host, the budget is spent, the server cannot be asked or refuses, or the answer is not
/// to be trusted. What failed for good is not asked again for five minutes.
pub(crate) async fn document(federation: &Federation, id: &Url, budget: &Budget) -> Result<Trusted> {
    let address = document_of(id);
    if federation.memory.is_missing(address.as_str(), federation.core.now()) {
        return Err(Error::Untrusted("it was not there a moment ago"));
    }
    let result = open(federation, &address, budget).await;
    if let Err(error) = &result
        && !error.passes()
        && !matches!(error, Error::Budget | Error::Core(_))
    {
        federation.memory.note_missing(address.as_str(), federation.core.now());
    }
    result
}

async fn open(federation: &Federation, address: &Url, budget: &Budget) -> Result<Trusted> {
    let here = &federation.core.here;
    match gate::open(here, &signed(federation, address, DOCUMENT, budget).await?)? {
        Opened::Trusted(trusted) => Ok(trusted),
        Opened::Elsewhere(id) => {
            // Asked once at the address it names itself; a second detour is one too many.
            match gate::open(here, &signed(federation, &document_of(&id), DOCUMENT, budget).await?)? {
                Opened::Trusted(trusted) => Ok(trusted),
                Opened::Elsewhere(_) => Err(Error::Untrusted("the document is not where its id says")),
            }
        }
    }
}

/// One GET without a signature, for what stands before documents: WebFinger, host-meta, pages.
///
/// # Errors
/// As [`document`].
pub(super) async fn plain(
    federation: &Federation,
    address: &Url,
    accept: &str,
    budget: &Budget,
) -> Result<Fetched> {
    by(&federation.client, federation, address, accept, budget).await
}

/// The same, for what is longer or shorter than documents are: pages and pictures.
///
/// # Errors
/// As [`document`].
pub(crate) async fn plain_within(
    federation: &Federation,
    address: &Url,
    accept: &str,
    budget: &Budget,
    bounds: Bounds,
) -> Result<Fetched> {
    by(&federation.client.within(bounds), federation, address, accept, budget).await
}

async fn by(
    client: &Client,
    federation: &Federation,
    address: &Url,
    accept: &str,
    budget: &Budget,
) -> Result<Fetched> {
    let host = permitted(federation, address).await?;
    let _place = place(federation, &host, budget).await?;
    budget.take()?;
    succeeded(noted(federation, &host, client.get(address, accept, None).await)?)
}

/// One signed GET: in the older form first, in the newer one where the server asks for it.
async fn signed(federation: &Federation, address: &Url, accept: &str, budget: &Budget) -> Result<Fetched> {
    let host = permitted(federation, address).await?;
    let _place = place(federation, &host, budget).await?;
    let keys = signing_keys(federation).await?;
    let modern = federation.memory.modern.contains_key(&host);
    budget.take()?;
    let mut fetched = noted(federation, &host, ask(federation, address, accept, (&keys, modern)).await)?;
    if matches!(fetched.status.as_u16(), 400 | 401) {
        budget.take()?;
        fetched = noted(federation, &host, ask(federation, address, accept, (&keys, !modern)).await)?;
        match (fetched.status.is_success(), modern) {
            (true, true) => federation.memory.modern.invalidate(&host),
            (true, false) => federation.memory.modern.insert(host, ()),
            (false, _) => {}
        }
    }
    succeeded(fetched)
}

fn succeeded(fetched: Fetched) -> Result<Fetched> {
    if fetched.status.is_success() { Ok(fetched) } else { Err(Error::Status(fetched.status.as_u16())) }
}

/// The host of an address that may be asked at all: not ourselves, nobody we do not deal with.
async fn permitted(federation: &Federation, address: &Url) -> Result<String> {
    if federation.core.here.owns(address.as_str()) {
        return Err(Error::Untrusted("this server is not asked about itself"));
    }
    let host = host_of(address).ok_or(Error::Untrusted("the address has no host"))?;
    if peers::deals_with(federation, &host).await? { Ok(host) } else { Err(Error::Blocked(host)) }
}

/// A place among the few requests that a host gets from us at a time.
async fn place(federation: &Federation, host: &str, budget: &Budget) -> Result<OwnedSemaphorePermit> {
    let busy = || Error::Client(ClientError::Timeout);
    if federation.memory.is_away(host, federation.core.now()) {
        return Err(busy());
    }
    let lane = federation.memory.lane(host);
    if budget.is_hurried() {
        return lane.try_acquire_owned().map_err(|_| busy());
    }
    let turn = tokio::time::timeout(PATIENCE, lane.acquire_owned()).await;
    turn.ok().and_then(std::result::Result::ok).ok_or_else(busy)
}

fn noted(federation: &Federation, host: &str, result: Result<Fetched, ClientError>) -> Result<Fetched> {
    if matches!(result, Err(ClientError::Timeout)) {
        federation.memory.note_away(host, federation.core.now());
    }
    Ok(result?)
}

async fn ask(
    federation: &Federation,
    address: &Url,
    accept: &str,
    (keys, modern): (&SigningKeys, bool),
) -> Result<Fetched, ClientError> {
    let now = federation.core.now();
    let sign = |url: &Url| -> HeaderMap {
        let outgoing = Outgoing::get(url, now);
        let signed = if modern {
            rfc9421::sign(&outgoing, &keys.rsa.uri, &keys.rsa.key)
        } else {
            cavage::sign(&outgoing, &keys.rsa.uri, &keys.rsa.key)
        };
        // Without a signature the other server says no, which is the right answer to a key that cannot sign.
        signed.unwrap_or_default()
    };
    federation.client.get(address, accept, Some(&sign)).await
}

/// The keys of the server itself, under which every document is asked for.
async fn signing_keys(federation: &Federation) -> Result<Arc<SigningKeys>> {
    let account = federation
        .memory
        .instance_actor
        .get_or_try_init(|| async { instance_actor(&federation.core).await.map(|account| account.id) })
        .await?;
    federation.keys.signing(&federation.core, *account).await
}
