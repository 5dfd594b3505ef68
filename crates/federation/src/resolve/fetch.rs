//! Fetches one document through the gate, signed by the instance actor.

use super::Budget;
use crate::client::Fetched;
use crate::keyring::SigningKeys;
use crate::origin::gate::{self, Opened};
use crate::origin::{Trusted, document_of, host_of};
use crate::signatures::{Outgoing, cavage, rfc9421};
use crate::{Error, Federation, Result, peers};
use hearth_core::accounts::register::instance_actor;
use http::HeaderMap;
use std::sync::Arc;
use url::Url;

const ACCEPT: &str =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

/// The document at `id`, as its own server tells it.
///
/// # Errors
/// When we do not deal with the host, the budget is spent, the server cannot be asked or refuses, or the answer is not
/// to be trusted. What failed for good is not asked again for five minutes.
pub(crate) async fn document(federation: &Federation, id: &Url, budget: &Budget) -> Result<Trusted> {
    let address = document_of(id);
    if federation.memory.missing.contains_key(address.as_str()) {
        return Err(Error::Untrusted("it was not there a moment ago"));
    }
    let result = open(federation, &address, budget).await;
    if let Err(error) = &result
        && !error.passes()
        && !matches!(error, Error::Budget)
    {
        federation.memory.missing.insert(address.into(), ());
    }
    result
}

async fn open(federation: &Federation, address: &Url, budget: &Budget) -> Result<Trusted> {
    let fetched = get(federation, address, budget).await?;
    match gate::open(&federation.core.here, &fetched)? {
        Opened::Trusted(trusted) => Ok(trusted),
        Opened::Elsewhere(id) => {
            // Asked once at the address it names itself; a second detour is one too many.
            let fetched = get(federation, &document_of(&id), budget).await?;
            match gate::open(&federation.core.here, &fetched)? {
                Opened::Trusted(trusted) => Ok(trusted),
                Opened::Elsewhere(_) => Err(Error::Untrusted("the document is not where its id says")),
            }
        }
    }
}

/// One signed GET: in the older form first, in the newer one where the server asks for it.
async fn get(federation: &Federation, address: &Url, budget: &Budget) -> Result<Fetched> {
    if federation.core.here.owns(address.as_str()) {
        return Err(Error::Untrusted("this server is not asked about itself"));
    }
    let host = host_of(address).ok_or(Error::Untrusted("the address has no host"))?;
    if !peers::deals_with(federation, &host).await? {
        return Err(Error::Blocked(host));
    }
    budget.take()?;
    let lane = federation.memory.lane(&host);
    let _place = lane.acquire().await;
    let keys = signing_keys(federation).await?;
    let modern = federation.memory.modern.contains_key(&host);
    let mut fetched = ask(federation, address, &keys, modern).await?;
    if matches!(fetched.status.as_u16(), 400 | 401) {
        fetched = ask(federation, address, &keys, !modern).await?;
        if fetched.status.is_success() {
            if modern {
                federation.memory.modern.invalidate(&host);
            } else {
                federation.memory.modern.insert(host, ());
            }
        }
    }
    if fetched.status.is_success() { Ok(fetched) } else { Err(Error::Status(fetched.status.as_u16())) }
}

async fn ask(federation: &Federation, address: &Url, keys: &SigningKeys, modern: bool) -> Result<Fetched> {
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
    Ok(federation.client.get(address, ACCEPT, Some(&sign)).await?)
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
