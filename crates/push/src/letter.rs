//! A whole request to a push service, ready to be sent.

use crate::cipher::{Encoding, Recipient, Sealed, seal};
use crate::{Error, Vapid};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};

/// For how long the push service keeps what a device that is off did not get: two days, in seconds.
const KEPT_FOR: &str = "172800";

/// What is to be sent to whom.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// What the device reads.
    pub text: &'a [u8],
    /// The device.
    pub to: Recipient<'a>,
    /// How it reads.
    pub encoding: Encoding,
    /// Scheme, host and port of the push service.
    pub service: &'a str,
    /// Whom the push service may ask: a `mailto:` or `https:` address.
    pub contact: &'a str,
    /// Until when the token holds, in seconds since 1970; a day from now at most (RFC 8292 §2).
    pub expires: i64,
}

/// The parts of the POST.
#[derive(Debug, Clone)]
pub struct Posting {
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

/// Seals a letter, with a key and a salt that are used for nothing else.
///
/// # Errors
/// [`Error`]; none of them heals.
pub fn post(letter: &Letter<'_>, sender: &Vapid) -> Result<Posting, Error> {
    let mut salt = [0; 16];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| Error::Cipher)?;
    let ours = PrivateKey::generate(&ECDH_P256).map_err(|_| Error::Cipher)?;
    let sealed = seal(letter.text, letter.to, letter.encoding, &ours, salt)?;
    let token = sender.token(letter.service, letter.expires, letter.contact)?;
    let headers = headers(letter.encoding, &sealed, &token, sender.public())?;
    Ok(Posting { headers, body: sealed.body })
}

fn headers(encoding: Encoding, sealed: &Sealed, token: &str, key: &str) -> Result<HeaderMap, Error> {
    let value = |text: String| HeaderValue::try_from(text).map_err(|_| Error::Address);
    let mut headers = HeaderMap::new();
    headers.insert("ttl", HeaderValue::from_static(KEPT_FOR));
    headers.insert("urgency", HeaderValue::from_static("normal"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    match encoding {
        Encoding::Aes128Gcm => {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"));
            headers.insert(AUTHORIZATION, value(format!("vapid t={token}, k={key}"))?);
        }
        Encoding::AesGcm => {
            let (salt, ours) = (URL_SAFE_NO_PAD.encode(sealed.salt), URL_SAFE_NO_PAD.encode(&sealed.ours));
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("aesgcm"));
            headers.insert(AUTHORIZATION, value(format!("WebPush {token}"))?);
            headers.insert("encryption", value(format!("salt={salt}"))?);
            headers.insert("crypto-key", value(format!("dh={ours};p256ecdsa={key}"))?);
        }
    }
    Ok(headers)
}
