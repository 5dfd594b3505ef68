//! Our private keys, parsed once: parsing costs half as much as signing.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};

use super::super::SignatureError;
use super::{VerifyingKey, der, pem};

/// RSA-8192, the largest key we read.
const MAX_SIGNATURE_BYTES: usize = 1024;

/// A private key ready to sign; cheap to clone, so that a cache can hand it out.
#[derive(Clone)]
pub struct SigningKey(Kind);

#[derive(Clone)]
enum Kind {
    Rsa(Arc<RsaKeyPair>),
    Ed25519(Arc<Ed25519KeyPair>),
}

impl SigningKey {
    /// Reads a PKCS#8 private key, RSA or Ed25519.
    ///
    /// # Errors
    /// `KeyUnusable` for anything else and for keys the library refuses.
    pub fn from_pkcs8_der(bytes: &[u8]) -> Result<Self, SignatureError> {
        let unusable = |_| SignatureError::KeyUnusable("not a private key");
        match der::private_key_algorithm(bytes) {
            Some(der::RSA_OID) => Self::rsa(RsaKeyPair::from_pkcs8(bytes).map_err(unusable)?),
            Some(der::ED25519_OID) => {
                let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes).map_err(unusable)?;
                Ok(Self(Kind::Ed25519(Arc::new(key))))
            }
            _ => Err(SignatureError::KeyUnusable("not an RSA or Ed25519 private key")),
        }
    }

    /// Reads `BEGIN PRIVATE KEY` (PKCS#8) or `BEGIN RSA PRIVATE KEY` (PKCS#1).
    ///
    /// # Errors
    /// As [`Self::from_pkcs8_der`].
    pub fn from_pem(text: &str) -> Result<Self, SignatureError> {
        let (label, bytes) = pem::decode(text).ok_or(SignatureError::KeyUnusable("not a PEM block"))?;
        match label {
            "PRIVATE KEY" => Self::from_pkcs8_der(&bytes),
            "RSA PRIVATE KEY" => Self::rsa(
                RsaKeyPair::from_der(&bytes).map_err(|_| SignatureError::KeyUnusable("not a private key"))?,
            ),
            _ => Err(SignatureError::KeyUnusable("not a private key")),
        }
    }

    /// True for RSA, false for Ed25519.
    pub fn is_rsa(&self) -> bool {
        matches!(self.0, Kind::Rsa(_))
    }

    /// The public half.
    ///
    /// # Errors
    /// `KeyUnusable` for a key of ours that we would refuse from others.
    pub fn verifying_key(&self) -> Result<VerifyingKey, SignatureError> {
        VerifyingKey::from_spki(&self.public_spki()?)
    }

    /// The public half as PEM, as it stands in an actor's `publicKey`.
    ///
    /// # Errors
    /// `KeyUnusable` when the library cannot write it.
    pub fn public_pem(&self) -> Result<String, SignatureError> {
        Ok(pem::encode("PUBLIC KEY", &self.public_spki()?))
    }

    fn public_spki(&self) -> Result<Vec<u8>, SignatureError> {
        use aws_lc_rs::encoding::AsDer as _;
        match &self.0 {
            Kind::Rsa(key) => {
                let der = key.public_key().as_der();
                der.map(|der| der.as_ref().to_vec())
                    .map_err(|_| SignatureError::KeyUnusable("cannot be written"))
            }
            Kind::Ed25519(key) => Ok([der::ED25519_SPKI, key.public_key().as_ref()].concat()),
        }
    }

    /// Signs `message` and lends the signature: PKCS1-v1.5 with SHA-256, or Ed25519. RSA-2048 takes about 0.25 ms
    /// of one core.
    ///
    /// # Errors
    /// `KeyUnusable` when the library fails.
    pub fn sign<T>(&self, message: &[u8], lend: impl FnOnce(&[u8]) -> T) -> Result<T, SignatureError> {
        let failed = |_| SignatureError::KeyUnusable("signing failed");
        match &self.0 {
            Kind::Rsa(key) => {
                let mut buffer = [0; MAX_SIGNATURE_BYTES];
                let signature = &mut buffer[..key.public_modulus_len()];
                // The library takes its own randomness (blinding) and ignores this one.
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, signature).map_err(failed)?;
                Ok(lend(signature))
            }
            Kind::Ed25519(key) => Ok(lend(key.try_sign(message).map_err(failed)?.as_ref())),
        }
    }

    fn rsa(key: RsaKeyPair) -> Result<Self, SignatureError> {
        if !(256..=MAX_SIGNATURE_BYTES).contains(&key.public_modulus_len()) {
            return Err(SignatureError::KeyUnusable("RSA below 2048 or above 8192 bits"));
        }
        Ok(Self(Kind::Rsa(Arc::new(key))))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the key itself: this ends up in logs.
        formatter.write_str(if self.is_rsa() { "SigningKey(RSA)" } else { "SigningKey(Ed25519)" })
    }
}
