//! Secrets that are handed out once and kept as hashes, so that a stolen database opens no door.

use crate::Core;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 256 random bits as 43 characters that fit into headers, forms and addresses.
#[must_use]
pub fn fresh(core: &Core) -> String {
    let mut bytes = [0; 32];
    core.chance.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The SHA-256 under which a secret is kept. No salt is needed: what is hashed cannot be guessed.
#[must_use]
pub fn hash(text: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    bytes
}

/// The hash as text, for PKCE (RFC 7636, S256) and for form tokens.
#[must_use]
pub fn hashed_text(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(hash(text))
}
