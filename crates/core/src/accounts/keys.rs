//! Keys: pairs of local accounts, public keys of remote ones, and spare pairs made ahead.

use crate::ids::AccountId;
use crate::{Core, Result};
use chrono::{DateTime, Utc};

/// Signature algorithm of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i16)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rsa = 0,
    /// Ed25519.
    Ed25519 = 1,
}

/// A key as it is stored.
#[derive(Debug, Clone)]
pub struct Key {
    /// `keyId`.
    pub uri: String,
    /// Whose.
    pub account_id: AccountId,
    /// What kind.
    pub algorithm: Algorithm,
    /// PEM (SPKI) for RSA, Multikey multibase for Ed25519.
    pub public_key: String,
    /// PKCS#8 DER, for local accounts only.
    pub private_key: Option<Vec<u8>>,
    /// When it was last read from its origin.
    pub fetched_at: DateTime<Utc>,
}

/// A key as a remote actor document names it.
#[derive(Debug, Clone)]
pub struct RemoteKey {
    /// `keyId`.
    pub uri: String,
    /// What kind.
    pub algorithm: Algorithm,
    /// PEM for RSA, multibase for Ed25519.
    pub public_key: String,
}

/// The keys of an account.
pub async fn of_account(core: &Core, account: AccountId) -> Result<Vec<Key>> {
    todo!()
}

/// The key with this `keyId`, if it is known.
pub async fn by_uri(core: &Core, uri: &str) -> Result<Option<Key>> {
    todo!()
}

/// Makes spare pairs until `wanted` are in stock; generation runs on blocking threads.
pub async fn stock_up(core: &Core, wanted: i64) -> Result<()> {
    todo!()
}
