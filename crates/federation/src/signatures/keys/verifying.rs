//! Other people's public keys, refused before use when they are too weak or too costly.

use std::sync::Arc;

use aws_lc_rs::signature::{ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256};

use super::super::SignatureError;
use super::{der, multibase, pem};

/// Multicodec prefixes (varints): `ed25519-pub` 0xed and `rsa-pub` 0x1205.
const ED25519_CODEC: [u8; 2] = [0xed, 0x01];
const RSA_CODEC: [u8; 2] = [0x85, 0x24];

/// A parsed public key; cheap to clone, so that a cache can hand it out.
#[derive(Debug, Clone)]
pub struct VerifyingKey {
    key: Arc<ParsedPublicKey>,
    rsa: bool,
}

impl VerifyingKey {
    /// Reads `publicKeyPem`: a SubjectPublicKeyInfo (`BEGIN PUBLIC KEY`, RSA or Ed25519) or PKCS#1
    /// (`BEGIN RSA PUBLIC KEY`).
    ///
    /// # Errors
    /// `KeyUnusable` for anything else, RSA below 2048 or above 8192 bits, and public exponents below 65537.
    pub fn from_pem(text: &str) -> Result<Self, SignatureError> {
        let (label, bytes) = pem::decode(text).ok_or(SignatureError::KeyUnusable("not a PEM block"))?;
        match label {
            "RSA PUBLIC KEY" => Self::rsa(&bytes),
            "PUBLIC KEY" => Self::from_spki(&bytes),
            _ => Err(SignatureError::KeyUnusable("not a public key")),
        }
    }

    /// Reads a DER SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// As [`Self::from_pem`].
    pub fn from_spki(bytes: &[u8]) -> Result<Self, SignatureError> {
        let (algorithm, key) =
            der::public_key_info(bytes).ok_or(SignatureError::KeyUnusable("not a public key"))?;
        match algorithm {
            der::RSA_OID => Self::rsa(key),
            der::ED25519_OID => Self::ed25519(key),
            _ => Err(SignatureError::KeyUnusable("neither RSA nor Ed25519")),
        }
    }

    /// Reads `publicKeyMultibase` of a Multikey (FEP-521a): Ed25519, or RSA as PKCS#1.
    ///
    /// # Errors
    /// As [`Self::from_pem`].
    pub fn from_multibase(text: &str) -> Result<Self, SignatureError> {
        let bytes = multibase::decode(text).ok_or(SignatureError::KeyUnusable("not multibase"))?;
        match bytes.split_first_chunk() {
            Some((&ED25519_CODEC, key)) => Self::ed25519(key),
            Some((&RSA_CODEC, key)) => Self::rsa(key),
            _ => Err(SignatureError::KeyUnusable("neither RSA nor Ed25519")),
        }
    }

    /// True for RSA, false for Ed25519.
    pub fn is_rsa(&self) -> bool {
        self.rsa
    }

    /// Whether `signature` over `message` was made with the private half of this key.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.verify_sig(message, signature).is_ok()
    }

    fn ed25519(key: &[u8]) -> Result<Self, SignatureError> {
        if key.len() != 32 {
            return Err(SignatureError::KeyUnusable("an Ed25519 key has 32 bytes"));
        }
        let key = ParsedPublicKey::new(&ED25519, key)
            .map_err(|_| SignatureError::KeyUnusable("not an Ed25519 key"))?;
        Ok(Self { key: Arc::new(key), rsa: false })
    }

    fn rsa(pkcs1: &[u8]) -> Result<Self, SignatureError> {
        let (modulus, exponent) =
            der::rsa_public_key(pkcs1).ok_or(SignatureError::KeyUnusable("not an RSA key"))?;
        let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
        if !(2048..=8192).contains(&bits) {
            return Err(SignatureError::KeyUnusable("RSA below 2048 or above 8192 bits"));
        }
        // Small exponents invite forgeries against sloppy padding, large ones cost time; everyone uses 65537.
        let exponent = match exponent.len() {
            1..=4 => exponent.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte)),
            _ => 0,
        };
        if exponent < 65_537 || exponent % 2 == 0 {
            return Err(SignatureError::KeyUnusable("RSA exponent out of range"));
        }
        let key = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pkcs1)
            .map_err(|_| SignatureError::KeyUnusable("not an RSA key"))?;
        Ok(Self { key: Arc::new(key), rsa: true })
    }
}
