//! New key pairs. RSA takes 50 to 130 ms of one core, so call these from `spawn_blocking`.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RsaKeyPair};

use super::super::SignatureError;
use super::{der, multibase, pem};

/// A new key pair in the forms that are stored and published.
#[derive(Clone)]
pub struct GeneratedKey {
    /// The private key, PKCS#8 version 1 DER; [`super::SigningKey::from_pkcs8_der`] reads it.
    pub private_pkcs8: Vec<u8>,
    /// The public key for `publicKeyPem` (SubjectPublicKeyInfo).
    pub public_pem: String,
    /// The public key for `publicKeyMultibase` (FEP-521a).
    pub public_multibase: String,
}

/// A new RSA-2048 key, the size every peer accepts.
///
/// # Errors
/// `KeyUnusable` when the system has no randomness.
pub fn generate_rsa() -> Result<GeneratedKey, SignatureError> {
    let key = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
    let private: Pkcs8V1Der<'_> = key.as_der().map_err(failed)?;
    let public = key.public_key();
    let spki = public.as_der().map_err(failed)?;
    Ok(GeneratedKey {
        private_pkcs8: private.as_ref().to_vec(),
        public_pem: pem::encode("PUBLIC KEY", spki.as_ref()),
        public_multibase: multibase::encode(&[&[0x85, 0x24], public.as_ref()].concat()),
    })
}

/// A new Ed25519 key.
///
/// # Errors
/// `KeyUnusable` when the system has no randomness.
pub fn generate_ed25519() -> Result<GeneratedKey, SignatureError> {
    let key = Ed25519KeyPair::generate().map_err(failed)?;
    let private = key.to_pkcs8v1().map_err(failed)?;
    let public = key.public_key().as_ref();
    Ok(GeneratedKey {
        private_pkcs8: private.as_ref().to_vec(),
        public_pem: pem::encode("PUBLIC KEY", &[der::ED25519_SPKI, public].concat()),
        public_multibase: multibase::encode(&[&[0xed, 0x01], public].concat()),
    })
}

fn failed(_: aws_lc_rs::error::Unspecified) -> SignatureError {
    SignatureError::KeyUnusable("could not be made")
}
