//! Lays out HTTP requests, signed as Mastodon signs its own, before anything is measured.

use anyhow::{Result, anyhow};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use std::time::SystemTime;

/// The media type of activities.
pub const ACTIVITY: &str = "application/activity+json";

/// The one key of all invented actors.
pub struct Key {
    pair: RsaKeyPair,
    /// The public half, as it stands in an actor document.
    pub pem: String,
}

impl Key {
    /// A new RSA-2048 key.
    pub fn make() -> Result<Self> {
        let failed = |_| anyhow!("no key can be made");
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
        let public = pair.public_key().as_der().map_err(failed)?;
        let text = STANDARD.encode(public.as_ref());
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        for (place, letter) in text.chars().enumerate() {
            if place > 0 && place % 64 == 0 {
                pem.push('\n');
            }
            pem.push(letter);
        }
        pem.push_str("\n-----END PUBLIC KEY-----\n");
        Ok(Self { pair, pem })
    }

    /// The public half, as the library's own verifying takes it.
    pub fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// Signs.
    pub fn sign(&self, text: &[u8]) -> Result<Vec<u8>> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let signed = self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature);
        signed.map_err(|_| anyhow!("signing failed"))?;
        Ok(signature)
    }

    /// A POST of an activity to `path` on `host`, signed by `actor` (an ActivityPub id).
    pub fn post(&self, actor: &str, host: &str, path: &str, body: &str) -> Result<Bytes> {
        let date = now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let sum = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, body.as_bytes());
        let digest = format!("SHA-256={}", STANDARD.encode(sum));
        let base = format!(
            "(request-target): post {path}\nhost: {host}\ndate: {date}\ndigest: {digest}\ncontent-type: {ACTIVITY}"
        );
        let signature =
            self.header(actor, "(request-target) host date digest content-type", base.as_bytes())?;
        Ok(Bytes::from(format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ndate: {date}\r\ndigest: {digest}\r\ncontent-type: {ACTIVITY}\r\n\
             signature: {signature}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )))
    }

    /// A GET of a document, signed by `actor`.
    pub fn get(&self, actor: &str, host: &str, path: &str) -> Result<Bytes> {
        let date = now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let base = format!("(request-target): get {path}\nhost: {host}\ndate: {date}");
        let signature = self.header(actor, "(request-target) host date", base.as_bytes())?;
        Ok(Bytes::from(format!(
            "GET {path} HTTP/1.1\r\nhost: {host}\r\ndate: {date}\r\naccept: {ACTIVITY}\r\nsignature: {signature}\r\n\r\n"
        )))
    }

    fn header(&self, actor: &str, covered: &str, base: &[u8]) -> Result<String> {
        let signature = STANDARD.encode(self.sign(base)?);
        Ok(format!(
            "keyId=\"{actor}#main-key\",algorithm=\"rsa-sha256\",headers=\"{covered}\",signature=\"{signature}\""
        ))
    }
}

/// A GET that nobody signed.
pub fn plain_get(host: &str, path: &str, headers: &str) -> Bytes {
    Bytes::from(format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n{headers}\r\n"))
}

/// A POST of JSON by an app.
pub fn app_post(host: &str, path: &str, token: &str, json: &str) -> Bytes {
    Bytes::from(format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{json}",
        json.len()
    ))
}

/// The time.
pub fn now() -> DateTime<Utc> {
    // The benchmark measures the real server by the real clock.
    DateTime::from(SystemTime::now())
}
