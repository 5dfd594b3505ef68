//! Says who sends a message (VAPID, RFC 8292), so that push services know whom to ask, and devices whom to believe.

use crate::Error;
use aws_lc_rs::encoding::{AsBigEndian as _, EcPublicKeyUncompressedBin};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

/// A sender's key pair.
#[derive(Debug)]
pub struct Vapid {
    pair: EcdsaKeyPair,
    public: String,
}

impl Vapid {
    /// Reads a key.
    ///
    /// # Errors
    /// [`Error::Sender`] when it is none.
    pub fn read(pkcs8: &[u8]) -> Result<Self, Error> {
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8).map_err(|_| Error::Sender)?;
        let public: EcPublicKeyUncompressedBin<'_> =
            pair.public_key().as_be_bytes().map_err(|_| Error::Sender)?;
        let public = URL_SAFE_NO_PAD.encode(public.as_ref());
        Ok(Self { pair, public })
    }

    /// The public key as apps need it: a point, uncompressed, in base64url.
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The token for a push service (RFC 8292 §2): for whom, until when (seconds since 1970), and whom to ask.
    pub(crate) fn token(&self, audience: &str, expires: i64, contact: &str) -> Result<String, Error> {
        let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = json!({"aud": audience, "exp": expires, "sub": contact}).to_string();
        let text = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature = self.pair.sign(&SystemRandom::new(), text.as_bytes()).map_err(|_| Error::Cipher)?;
        Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }
}
