//! Finds accounts of other servers, by handle or by id.

use super::{Budget, document, webfinger};
use crate::origin::documents::actor;
use crate::origin::{host_of, normalise_id};
use crate::{Error, Federation, Result};
use chrono::TimeDelta;
use hearth_core::accounts::receive::{RemoteAccount, receive};
use hearth_core::accounts::{Account, AccountKind, Handle, keys, queries};
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
    let Some(uri) = answer.uris.first() else { return Ok(None) };
    // Somebody asks in person: what failed a moment ago is tried again.
    federation.memory.forget_missing(uri);
    account_within(federation, uri, Freshness::Now, &budget).await
}

/// The account with this ActivityPub id.
///
/// # Errors
/// As [`account`].
pub async fn account_by_uri(
    federation: &Federation,
    uri: &str,
    wanted: Freshness,
) -> Result<Option<Account>> {
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
    if federation.core.here.owns(id.as_str())
        || known.as_ref().is_some_and(|one| is_fresh(federation, one, wanted))
    {
        return Ok(known);
    }
    match fetch(federation, &id, wanted, known.as_ref(), budget).await {
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

fn is_fresh(federation: &Federation, account: &Account, wanted: Freshness) -> bool {
    match wanted {
        Freshness::Known => true,
        Freshness::Day => {
            account.fetched_at.is_some_and(|at| federation.core.now() - at < TimeDelta::days(1))
        }
        Freshness::Now => false,
    }
}

async fn fetch(
    federation: &Federation,
    id: &Url,
    wanted: Freshness,
    known: Option<&Account>,
    budget: &Budget,
) -> Result<Account> {
    // Somebody who signed something a moment ago was fetched for that.
    let met = federation.memory.strangers.get(id.as_str()).filter(|_| wanted != Freshness::Now);
    let remote = match met {
        Some(stranger) => stranger.as_ref().clone(),
        None => actor::read(&document(federation, id, budget).await?)?,
    };
    settle(federation, remote, known, budget).await
}

/// Stores what an actor's document says, under the handle that both ends agree on.
pub(super) async fn settle(
    federation: &Federation,
    mut remote: RemoteAccount,
    known: Option<&Account>,
    budget: &Budget,
) -> Result<Account> {
    match known.filter(|known| known.uri == remote.uri && known.name.eq_ignore_ascii_case(&remote.name)) {
        // The handle is what it was: no need to ask again whose it is.
        Some(known) => remote.host = known.host.clone().unwrap_or(remote.host),
        None => match confirmed_host(federation, &remote, budget).await {
            Some(host) => remote.host = host,
            None => refuse_a_taken_handle(federation, &remote).await?,
        },
    }
    let mut uris: Vec<String> = remote.keys.iter().map(|key| key.uri.clone()).collect();
    if let Some(known) = known {
        uris.extend(keys::of_account(&federation.core, known.id).await?.into_iter().map(|key| key.uri));
    }
    let account = receive(&federation.core, remote).await?;
    for uri in uris {
        federation.keys.forget(&uri).await;
        federation.memory.owners.invalidate(&uri);
    }
    federation.memory.strangers.invalidate(&account.uri);
    Ok(account)
}

/// The host of an account's handle, where WebFinger says so: that of its id, or another one if both ends agree on it.
async fn confirmed_host(federation: &Federation, remote: &RemoteAccount, budget: &Budget) -> Option<String> {
    let first = webfinger::ask(federation, &remote.name, &remote.host, budget).await.ok()?;
    if !first.names(&remote.uri) {
        return None;
    }
    let own = Some(remote.host.clone());
    let Some(claimed) = first.subject.host.filter(|claimed| *claimed != remote.host) else { return own };
    if claimed == federation.core.here.domain() {
        return own;
    }
    match webfinger::ask(federation, &remote.name, &claimed, budget).await {
        Ok(second)
            if second.names(&remote.uri) && second.subject.host.as_deref() == Some(claimed.as_str()) =>
        {
            Some(claimed)
        }
        _ => own,
    }
}

/// Without WebFinger's word nobody takes a handle that another account has: a document alone proves only that its
/// server hosts it, not that the name in it is its author's.
async fn refuse_a_taken_handle(federation: &Federation, remote: &RemoteAccount) -> Result<()> {
    let handle = Handle { name: remote.name.clone(), host: Some(remote.host.clone()) };
    let holder = queries::by_handle(&federation.core, &handle).await?;
    // A person and a community of one name are two accounts.
    let same_kind = |one: &Account| (one.kind == AccountKind::Group) == (remote.kind == AccountKind::Group);
    match holder.filter(|one| one.uri != remote.uri && same_kind(one)) {
        Some(_) => Err(Error::Untrusted("the handle belongs to another account")),
        None => Ok(()),
    }
}

/// The host an id belongs to.
pub(super) fn host(uri: &str) -> Option<String> {
    normalise_id(uri).ok().and_then(|url| host_of(&url))
}
