//! Finds accounts of other servers, by handle or by id.

use super::{Budget, document, webfinger};
use crate::origin::documents::actor;
use crate::origin::{host_of, normalise_id};
use crate::{Error, Federation, Result};
use chrono::TimeDelta;
use hearth_core::accounts::receive::{RemoteAccount, receive};
use hearth_core::accounts::{Account, Handle, queries};
use url::Url;

/// How new what is known has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Whatever is known here.
    Known,
    /// Of the last day; older, if the server cannot be asked.
    Day,
    /// Asked now.
    Now,
}

/// The account with this handle: known here, or looked up at its server.
///
/// # Errors
/// When the other server cannot be asked or says what is not to be trusted; `None` when there is no such account.
pub async fn account(federation: &Federation, handle: &Handle) -> Result<Option<Account>> {
    let handle = handle.clone().here(federation.core.here.domain());
    let known = queries::by_handle(&federation.core, &handle).await?;
    let Some(host) = &handle.host else { return Ok(known) };
    let budget = Budget::for_activity();
    if let Some(known) = known {
        return account_within(federation, &known.uri, Freshness::Day, &budget).await;
    }
    let answer = match webfinger::ask(federation, &handle.name, host, &budget).await {
        Ok(answer) => answer,
        Err(Error::Status(404 | 410)) => return Ok(None),
        Err(error) => return Err(error),
    };
    account_within(federation, answer.uri.as_str(), Freshness::Now, &budget).await
}

/// The account with this ActivityPub id.
///
/// # Errors
/// As [`account`].
pub async fn account_by_uri(federation: &Federation, uri: &str, wanted: Freshness) -> Result<Option<Account>> {
    account_within(federation, uri, wanted, &Budget::for_activity()).await
}

/// As [`account_by_uri`], on somebody's budget.
///
/// # Errors
/// As [`account`], and [`Error::Budget`].
pub async fn account_within(
    federation: &Federation,
    uri: &str,
    wanted: Freshness,
    budget: &Budget,
) -> Result<Option<Account>> {
    let id = normalise_id(uri).map_err(|_| Error::Untrusted("the account's id is not an address"))?;
    let known = queries::by_uri(&federation.core, id.as_str()).await?;
    if federation.core.here.owns(id.as_str()) {
        return Ok(known);
    }
    let fresh = |account: &Account| match wanted {
        Freshness::Known => true,
        Freshness::Day => {
            account.fetched_at.is_some_and(|at| federation.core.now() - at < TimeDelta::days(1))
        }
        Freshness::Now => false,
    };
    if known.as_ref().is_some_and(fresh) {
        return Ok(known);
    }
    match fetch(federation, &id, known.as_ref(), budget).await {
        Ok(account) => Ok(Some(account)),
        Err(Error::Status(404 | 410)) if known.is_none() => Ok(None),
        // A server that is away does not make its people strangers.
        Err(error) if wanted == Freshness::Day && known.is_some() => {
            tracing::debug!(%error, uri, "what is known of an account is old");
            Ok(known)
        }
        Err(error) => Err(error),
    }
}

async fn fetch(federation: &Federation, id: &Url, known: Option<&Account>, budget: &Budget) -> Result<Account> {
    let trusted = document(federation, id, budget).await?;
    let mut remote = actor::read(&trusted)?;
    match known.filter(|known| known.uri == remote.uri && known.name.eq_ignore_ascii_case(&remote.name)) {
        // The handle is what it was: no need to ask again whose it is.
        Some(known) => remote.host = known.host.clone().unwrap_or(remote.host),
        None => remote.host = confirmed_host(federation, &remote, budget).await,
    }
    let uris: Vec<String> = remote.keys.iter().map(|key| key.uri.clone()).collect();
    let account = receive(&federation.core, remote).await?;
    for uri in uris {
        federation.keys.forget(&uri).await;
    }
    Ok(account)
}

/// The host of an account's handle: another one than its id's only if both ends agree on it.
async fn confirmed_host(federation: &Federation, remote: &RemoteAccount, budget: &Budget) -> String {
    let points_here = |answer: &webfinger::Answer| answer.uri.as_str() == remote.uri;
    let Ok(first) = webfinger::ask(federation, &remote.name, &remote.host, budget).await else {
        return remote.host.clone();
    };
    let Some(claimed) = first.subject.host.filter(|_| first.uri.as_str() == remote.uri) else {
        return remote.host.clone();
    };
    if claimed == remote.host || claimed == federation.core.here.domain() {
        return remote.host.clone();
    }
    match webfinger::ask(federation, &remote.name, &claimed, budget).await {
        Ok(second) if points_here(&second) && second.subject.host.as_deref() == Some(claimed.as_str()) => claimed,
        _ => remote.host.clone(),
    }
}

/// The host an id belongs to.
pub(super) fn host(uri: &str) -> Option<String> {
    normalise_id(uri).ok().and_then(|url| host_of(&url))
}
