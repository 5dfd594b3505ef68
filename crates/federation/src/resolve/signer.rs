//! Finds out who signed a request, and whether they did.

use super::{Budget, Freshness, account_within, document};
use crate::keyring::Signer;
use crate::origin::{document_of, normalise_id, reading};
use crate::signatures::{Parsed, Request, SignatureError};
use crate::{Error, Federation, Result};
use hearth_core::accounts::{keys, queries};
use std::sync::Arc;

/// The account whose key made this signature, its key looked up or fetched.
///
/// A signature that fails makes us fetch its actor's keys once, in case they changed; then not again for five minutes.
///
/// # Errors
/// [`Error::Signature`] when it does not hold; other errors when the key cannot be had (those that pass: try later).
pub async fn signer(federation: &Federation, parsed: &Parsed, request: &Request<'_>) -> Result<Arc<Signer>> {
    let now = federation.core.now();
    federation.verifier.admit(parsed, request, now)?;
    let key_id = normalise_id(parsed.key_id()).map_err(|_| SignatureError::Malformed("keyId is not an address"))?;
    let unusable = || Error::Signature(SignatureError::KeyUnusable("it cannot be had"));
    let mut fetched = false;
    let known = federation.keys.verifying(&federation.core, key_id.as_str()).await?;
    let signer = match known {
        Some(signer) => signer,
        None if federation.keys.is_unusable(key_id.as_str()) => return Err(unusable()),
        None => {
            fetched = true;
            fetch(federation, key_id.as_str()).await?
        }
    };
    match federation.verifier.verify(parsed, request, &signer.key, now) {
        Ok(()) => Ok(signer),
        Err(error) if fetched => Err(error.into()),
        Err(error) => {
            let account = queries::by_id(&federation.core, signer.account).await?;
            if account.is_local() || federation.memory.refreshed.contains_key(&account.uri) {
                return Err(error.into());
            }
            federation.memory.refreshed.insert(account.uri.clone(), ());
            account_within(federation, &account.uri, Freshness::Now, &Budget::for_activity()).await?;
            let again = federation.keys.verifying(&federation.core, key_id.as_str()).await?.ok_or(error)?;
            federation.verifier.verify(parsed, request, &again.key, now)?;
            Ok(again)
        }
    }
}

/// Fetches a key that is not known here: its actor, who must list it.
async fn fetch(federation: &Federation, key_id: &str) -> Result<Arc<Signer>> {
    let found = owner_of(federation, key_id).await;
    if let Err(error) = &found
        && !error.passes()
    {
        federation.keys.note_unusable(key_id).await;
    }
    let owner = found?;
    match federation.keys.verifying(&federation.core, key_id).await? {
        Some(signer) if queries::by_uri(&federation.core, &owner).await?.is_some_and(|one| one.id == signer.account) => {
            Ok(signer)
        }
        _ => {
            federation.keys.note_unusable(key_id).await;
            Err(SignatureError::KeyUnusable("its owner does not list it").into())
        }
    }
}

/// Brings the actor behind a `keyId` here. The address may lead to the actor, or to a document about the key alone.
async fn owner_of(federation: &Federation, key_id: &str) -> Result<String> {
    let budget = Budget::for_activity();
    let id = normalise_id(key_id).map_err(|_| Error::Untrusted("keyId is not an address"))?;
    if federation.core.here.owns(key_id) {
        return Err(Error::Untrusted("the key claims to be ours"));
    }
    let address = document_of(&id);
    if id.fragment().is_some() {
        account_within(federation, address.as_str(), Freshness::Now, &budget).await?;
        return Ok(address.into());
    }
    let trusted = document(federation, &address, &budget).await?;
    let owner = reading::id(trusted.value(), "owner")
        .or_else(|| reading::id(trusted.value(), "controller"))
        .unwrap_or_else(|| trusted.id().as_str().to_owned());
    account_within(federation, &owner, Freshness::Now, &budget).await?;
    // The actor's document has to name the key back; what the key's own document says of its owner proves nothing.
    let listed = match queries::by_uri(&federation.core, &owner).await? {
        Some(account) => keys::of_account(&federation.core, account.id).await?,
        None => Vec::new(),
    };
    if listed.iter().any(|key| key.uri == key_id) { Ok(owner) } else { Err(Error::Untrusted("the owner does not list the key")) }
}
