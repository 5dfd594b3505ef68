//! Parsed keys kept in memory: parsing a private key costs more than half a signature.

use crate::signatures::{SignatureError, SigningKey, VerifyingKey};
use crate::{Error, Result};
use hearth_core::Core;
use hearth_core::accounts::keys::{self, Algorithm, Key};
use hearth_core::ids::AccountId;
use moka::future::Cache;
use std::sync::Arc;
use std::time::Duration;

/// Keys by account and by `keyId`.
#[derive(Debug)]
pub struct Keyring {
    signing: Cache<AccountId, Arc<SigningKeys>>,
    verifying: Cache<String, Arc<Signer>>,
    unusable: Cache<String, ()>,
}

/// The private keys of a local account.
#[derive(Debug, Clone)]
pub struct SigningKeys {
    /// The key every peer understands.
    pub rsa: NamedKey,
    /// The key for peers known to take it.
    pub ed25519: Option<NamedKey>,
}

/// A private key with the `keyId` it is published under.
#[derive(Debug, Clone)]
pub struct NamedKey {
    /// `keyId`.
    pub uri: String,
    /// The key.
    pub key: SigningKey,
}

/// Somebody who signs: a public key and whose it is.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Whose.
    pub account: AccountId,
    /// The key.
    pub key: VerifyingKey,
}

impl Keyring {
    /// An empty ring. It holds at most 1,000 pairs of ours (used for an hour), 20,000 keys of others (5 minutes, so
    /// that a key another process replaced is not believed for long) and 10,000 names of unusable keys (5 minutes).
    #[must_use]
    pub fn new() -> Self {
        let minutes = |number: u64| Duration::from_secs(60 * number);
        Self {
            signing: Cache::builder().max_capacity(1_000).time_to_idle(minutes(60)).build(),
            verifying: Cache::builder().max_capacity(20_000).time_to_live(minutes(5)).build(),
            unusable: Cache::builder().max_capacity(10_000).time_to_live(minutes(5)).build(),
        }
    }

    /// The private keys of a local account, parsed once off the async threads, however many ask at a time.
    ///
    /// # Errors
    /// When Postgres fails, or `KeyUnusable` for an account without an RSA key (remote ones have none).
    pub async fn signing(&self, core: &Core, account: AccountId) -> Result<Arc<SigningKeys>> {
        if let Some(keys) = self.signing.get(&account).await {
            return Ok(keys);
        }
        let stored = keys::of_account(core, account).await?;
        let parsed = tokio::task::spawn_blocking(move || parse(stored))
            .await
            .map_err(|error| Error::Core(hearth_core::Error::internal(error)))??;
        Ok(self.signing.get_with(account, async { Arc::new(parsed) }).await)
    }

    /// The key known here under this `keyId`, and whose it is; `None` for one that has to be fetched first.
    ///
    /// # Errors
    /// When Postgres fails, or `KeyUnusable` for a stored key that cannot be parsed.
    pub async fn verifying(&self, core: &Core, uri: &str) -> Result<Option<Arc<Signer>>> {
        if let Some(signer) = self.verifying.get(uri).await {
            return Ok(Some(signer));
        }
        let Some(stored) = keys::by_uri(core, uri).await? else { return Ok(None) };
        let signer = Arc::new(Signer { account: stored.account_id, key: public(&stored)? });
        self.verifying.insert(uri.to_owned(), signer.clone()).await;
        Ok(Some(signer))
    }

    /// Forgets what is known of a `keyId`: it was stored anew, or its account went.
    pub async fn forget(&self, uri: &str) {
        self.verifying.invalidate(uri).await;
        self.unusable.invalidate(uri).await;
    }

    /// Remembers that this key could not be had, so that the next request that names it fetches nothing.
    pub async fn note_unusable(&self, uri: &str) {
        self.unusable.insert(uri.to_owned(), ()).await;
    }

    /// Whether this key could not be had a moment ago.
    #[must_use]
    pub fn is_unusable(&self, uri: &str) -> bool {
        self.unusable.contains_key(uri)
    }
}

impl Default for Keyring {
    fn default() -> Self {
        Self::new()
    }
}

fn public(key: &Key) -> Result<VerifyingKey, SignatureError> {
    match key.algorithm {
        Algorithm::Rsa => VerifyingKey::from_pem(&key.public_key),
        Algorithm::Ed25519 => VerifyingKey::from_multibase(&key.public_key),
    }
}

fn parse(stored: Vec<Key>) -> Result<SigningKeys, SignatureError> {
    let mut rsa = None;
    let mut ed25519 = None;
    for key in stored {
        let Some(private) = key.private_key else { continue };
        let named = NamedKey { uri: key.uri, key: SigningKey::from_pkcs8_der(&private)? };
        match key.algorithm {
            Algorithm::Rsa => rsa = Some(named),
            Algorithm::Ed25519 => ed25519 = Some(named),
        }
    }
    Ok(SigningKeys {
        rsa: rsa.ok_or(SignatureError::KeyUnusable("the account has no private key"))?,
        ed25519,
    })
}
