//! Finds out who signed a request, and whether they did.

use super::account::settle;
use super::{Budget, document};
use crate::client::ClientError;
use crate::origin::documents::actor;
use crate::origin::{Trusted, document_of, host_of, normalise_id, reading};
use crate::signatures::{Parsed, Request, SignatureError, VerifyingKey};
use crate::{Error, Federation, Result};
use hearth_core::accounts::keys::{Algorithm, RemoteKey};
use hearth_core::accounts::queries;
use hearth_core::accounts::receive::RemoteAccount;
use hearth_core::ids::AccountId;
use std::sync::Arc;
use url::Url;

/// Who signed a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// Somebody who is known here.
    Known(AccountId),
    /// Somebody who has no row here: the id of the actor. Whether they get one depends on what they say.
    Stranger(String),
}

/// Whose key made this signature; the key is looked up, or fetched.
///
/// A signature that fails makes us fetch its actor's keys once, in case they changed; then not again for five minutes.
///
/// # Errors
/// [`Error::Signature`] when it does not hold; other errors when the key cannot be had (those that pass: try later).
pub async fn signer(federation: &Federation, parsed: &Parsed, request: &Request<'_>) -> Result<Speaker> {
    let now = federation.core.now();
    federation.verifier.admit(parsed, request, now)?;
    let key_id =
        normalise_id(parsed.key_id()).map_err(|_| SignatureError::Malformed("keyId is not an address"))?;
    let verify = |key: &VerifyingKey| federation.verifier.verify(parsed, request, key, now);
    let known = federation.keys.verifying(&federation.core, key_id.as_str()).await?;
    let Some(first) = known else { return stranger(federation, &key_id, verify).await };
    let Err(failure) = verify(&first.key) else { return Ok(Speaker::Known(first.account)) };
    let account = queries::by_id(&federation.core, first.account).await?;
    if account.is_local() || !federation.memory.may_refresh(&account.uri, now) {
        return Err(failure.into());
    }
    let id = normalise_id(&account.uri).map_err(|_| failure)?;
    let budget = Budget::at_the_door();
    let remote = actor::read(&document(federation, &id, &budget).await?)?;
    settle(federation, remote, Some(&account), &budget).await?;
    match federation.keys.verifying(&federation.core, key_id.as_str()).await? {
        Some(again) if again.account == account.id => {
            verify(&again.key)?;
            Ok(Speaker::Known(account.id))
        }
        _ => Err(failure.into()),
    }
}

/// A key that is not stored: of somebody met a moment ago, or to be fetched. Of many requests at once that name it
/// one asks; the others wait for what it learns.
async fn stranger(
    federation: &Federation,
    key_id: &Url,
    verify: impl Fn(&VerifyingKey) -> Result<(), SignatureError>,
) -> Result<Speaker> {
    let asking = federation.memory.asking(key_id.as_str());
    let _turn = asking.lock().await;
    if let Some(signer) = federation.keys.verifying(&federation.core, key_id.as_str()).await? {
        // Stored while this one waited.
        verify(&signer.key)?;
        return Ok(Speaker::Known(signer.account));
    }
    if let Some(actor) = met(federation, key_id) {
        match key_of(&actor, key_id).and_then(|key| verify(&key)) {
            Ok(()) => return Ok(Speaker::Stranger(actor.uri.clone())),
            Err(error) if !federation.memory.may_refresh(&actor.uri, federation.core.now()) => {
                return Err(error.into());
            }
            Err(_) => {}
        }
    }
    let found = introduce(federation, key_id).await;
    if let Err(error) = &found
        && !error.passes()
    {
        federation.keys.note_unusable(key_id.as_str()).await;
    }
    let (speaker, key) = found?;
    verify(&key)?;
    Ok(speaker)
}

/// The stranger who showed this key a moment ago.
fn met(federation: &Federation, key_id: &Url) -> Option<Arc<RemoteAccount>> {
    let uri = federation.memory.owners.get(key_id.as_str())?;
    federation.memory.strangers.get(&uri)
}

/// Fetches the actor behind a key. One who has a row here already (their key is new) is refreshed; others are only
/// remembered for a while.
async fn introduce(federation: &Federation, key_id: &Url) -> Result<(Speaker, VerifyingKey)> {
    if federation.keys.is_unusable(key_id.as_str()) {
        return Err(SignatureError::KeyUnusable("it could not be had a moment ago").into());
    }
    if federation.core.here.owns(key_id.as_str()) {
        return Err(SignatureError::KeyUnusable("it claims to be ours").into());
    }
    let busy = |_| Error::Client(ClientError::Timeout);
    let _place = federation.memory.queue_of_strangers.clone().try_acquire_owned().map_err(busy)?;
    let budget = Budget::at_the_door();
    let remote = owner(federation, key_id, &budget).await?;
    let key = key_of(&remote, key_id)?;
    if let Some(known) = queries::by_uri(&federation.core, &remote.uri).await? {
        let account = settle(federation, remote, Some(&known), &budget).await?;
        // Whoever held the name of this key before still holds it.
        return match federation.keys.verifying(&federation.core, key_id.as_str()).await? {
            Some(signer) if signer.account == account.id => Ok((Speaker::Known(account.id), key)),
            _ => Err(SignatureError::KeyUnusable("it is another account's").into()),
        };
    }
    let uri = remote.uri.clone();
    federation.memory.owners.insert(key_id.to_string(), uri.clone());
    federation.memory.strangers.insert(uri.clone(), Arc::new(remote));
    Ok((Speaker::Stranger(uri), key))
}

/// The actor that a `keyId` leads to: its address may be the actor's, or that of a document about the key alone.
async fn owner(federation: &Federation, key_id: &Url, budget: &Budget) -> Result<RemoteAccount> {
    let trusted = document(federation, &document_of(key_id), budget).await?;
    if actor::actor_kind(trusted.value()).is_some() {
        return actor::read(&trusted);
    }
    let owner = named_owner(&trusted).ok_or(Error::Untrusted("the key names no owner"))?;
    // What the key's own document says of its owner proves nothing: the owner's has to list the key.
    actor::read(&document(federation, &owner, budget).await?)
}

fn named_owner(trusted: &Trusted) -> Option<Url> {
    let owner = ["owner", "controller"].iter().find_map(|name| reading::id(trusted.value(), name))?;
    let owner = normalise_id(&owner).ok()?;
    (host_of(&owner) == host_of(trusted.id())).then_some(owner)
}

/// The key of this name that an actor lists.
fn key_of(actor: &RemoteAccount, key_id: &Url) -> Result<VerifyingKey, SignatureError> {
    let key: &RemoteKey = actor
        .keys
        .iter()
        .find(|key| key.uri == key_id.as_str())
        .ok_or(SignatureError::KeyUnusable("its owner does not list it"))?;
    match key.algorithm {
        Algorithm::Rsa => VerifyingKey::from_pem(&key.public_key),
        Algorithm::Ed25519 => VerifyingKey::from_multibase(&key.public_key),
    }
}
