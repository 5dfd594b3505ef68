//! That the body is the one that was signed: `Digest` (draft-cavage's companion) and `Content-Digest` (RFC 9530).

use aws_lc_rs::digest as hash;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderValue};

use super::SignatureError;

/// SHA-256 of a body.
pub fn sha256(body: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    digest.copy_from_slice(hash::digest(&hash::SHA256, body).as_ref());
    digest
}

/// Compares the body with every digest header the request has; at least one has to be there.
///
/// Both headers are looked at, whichever the signature covers, so that an unsigned one can never be the one that counts.
///
/// # Errors
/// `Digest` when there is none, one is doubled or unreadable, one is not SHA-256, or one is not the body's.
pub fn verify_digest(headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
    verify_precomputed(headers, &sha256(body))
}

/// [`verify_digest`] for a caller that has the SHA-256 of the body already.
///
/// # Errors
/// As [`verify_digest`].
pub fn verify_precomputed(headers: &HeaderMap, actual: &[u8; 32]) -> Result<(), SignatureError> {
    let legacy = only(headers, "digest")?;
    let modern = only(headers, "content-digest")?;
    if legacy.is_none() && modern.is_none() {
        return Err(SignatureError::Digest("absent"));
    }
    let claims = [legacy.map(read_legacy), modern.map(read_modern)];
    for claim in claims.into_iter().flatten() {
        if claim? != *actual {
            return Err(SignatureError::Digest("not the digest of this body"));
        }
    }
    Ok(())
}

/// The `Digest` header for a body with this SHA-256.
pub fn digest_header(digest: &[u8; 32]) -> HeaderValue {
    header(b"SHA-256=", digest, b"")
}

/// The `Content-Digest` header for a body with this SHA-256.
pub fn content_digest_header(digest: &[u8; 32]) -> HeaderValue {
    header(b"sha-256=:", digest, b":")
}

fn header(before: &[u8], digest: &[u8; 32], after: &[u8]) -> HeaderValue {
    // 32 bytes are 44 characters of base64; the longer frame is ten characters.
    let mut value = [0_u8; 64];
    let mut end = before.len();
    value[..end].copy_from_slice(before);
    end += STANDARD.encode_slice(digest, &mut value[end..]).unwrap_or_default();
    value[end..end + after.len()].copy_from_slice(after);
    end += after.len();
    HeaderValue::from_bytes(&value[..end]).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(SignatureError::Digest("two headers"));
    }
    first.map(|value| value.to_str().map_err(|_| SignatureError::Digest("not plain text"))).transpose()
}

/// `SHA-256=<base64>` and nothing beside it; the token in any case.
fn read_legacy(value: &str) -> Result<[u8; 32], SignatureError> {
    let (algorithm, encoded) =
        value.trim().split_once('=').ok_or(SignatureError::Digest("not `algorithm=value`"))?;
    if !algorithm.eq_ignore_ascii_case("sha-256") {
        return Err(SignatureError::Digest("not SHA-256"));
    }
    if encoded.contains(',') {
        return Err(SignatureError::Digest("two digests"));
    }
    decode(encoded)
}

/// A structured dictionary: exactly one `sha-256=:<base64>:`; digests by other algorithms beside it are not looked at.
fn read_modern(value: &str) -> Result<[u8; 32], SignatureError> {
    let mut found = None;
    for member in value.split(',') {
        let (algorithm, encoded) =
            member.trim().split_once('=').ok_or(SignatureError::Digest("not `algorithm=:value:`"))?;
        if !algorithm.eq_ignore_ascii_case("sha-256") {
            continue;
        }
        let encoded = encoded
            .strip_prefix(':')
            .and_then(|rest| rest.strip_suffix(':'))
            .ok_or(SignatureError::Digest("not a byte sequence"))?;
        if found.replace(decode(encoded)?).is_some() {
            return Err(SignatureError::Digest("two digests"));
        }
    }
    found.ok_or(SignatureError::Digest("not SHA-256"))
}

fn decode(encoded: &str) -> Result<[u8; 32], SignatureError> {
    // 48 bytes are what 64 characters of base64 can hold; a right value decodes to 32.
    let mut bytes = [0_u8; 48];
    let length = STANDARD
        .decode_slice(encoded, &mut bytes)
        .map_err(|_| SignatureError::Digest("not base64 of 32 bytes"))?;
    bytes[..length].try_into().map_err(|_| SignatureError::Digest("not base64 of 32 bytes"))
}
