//! What an RFC 9421 signature has to cover, and the signature base of §2.5.

use super::super::{Parsed, Request, SignatureError, Verifier};

/// The least that has to be signed: method, whole address, and the digest of a body.
///
/// # Errors
/// `Uncovered`, naming what is not signed.
pub(in super::super) fn coverage(parsed: &Parsed, request: &Request<'_>) -> Result<(), SignatureError> {
    if !parsed.covers("@method") {
        return Err(SignatureError::Uncovered("@method"));
    }
    if !parsed.covers("@target-uri") {
        return Err(SignatureError::Uncovered("@target-uri"));
    }
    if request.has_body() && !parsed.covers("content-digest") {
        return Err(SignatureError::Uncovered("content-digest"));
    }
    Ok(())
}

/// The signature base, with our own public address as the target's origin.
///
/// # Errors
/// `Mismatch` when a header that is said to be signed is not there; `Malformed` for components we cannot compute.
pub(in super::super) fn base(
    verifier: &Verifier,
    parsed: &Parsed,
    request: &Request<'_>,
) -> Result<Vec<u8>, SignatureError> {
    base_of(&verifier.scheme, &verifier.host, parsed, request)
}

/// [`base`] for a server at `scheme://host`.
pub(in super::super) fn base_of(
    scheme: &str,
    host: &str,
    parsed: &Parsed,
    request: &Request<'_>,
) -> Result<Vec<u8>, SignatureError> {
    let mut base = Vec::with_capacity(512);
    let (path, query) = match request.path.split_once('?') {
        Some((path, _)) => (path, &request.path[path.len()..]),
        None => (request.path, "?"),
    };
    for name in &parsed.covered {
        let header;
        let value: &[&[u8]] = match name.as_str() {
            "@method" => &[request.method.as_str().as_bytes()],
            "@target-uri" => &[scheme.as_bytes(), b"://", host.as_bytes(), request.path.as_bytes()],
            "@authority" => &[host.as_bytes()],
            "@scheme" => &[scheme.as_bytes()],
            "@request-target" => &[request.path.as_bytes()],
            "@path" => &[path.as_bytes()],
            "@query" => &[query.as_bytes()],
            "host" => &[request.host()?.unwrap_or(host).as_bytes()],
            name if name.starts_with('@') || name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                return Err(SignatureError::Malformed("unknown component"));
            }
            name => {
                header =
                    request.header(name).ok_or(SignatureError::Mismatch("a signed header is not there"))?;
                &[header.as_ref()]
            }
        };
        base.push(b'"');
        base.extend_from_slice(name.as_bytes());
        base.extend_from_slice(b"\": ");
        value.iter().for_each(|part| base.extend_from_slice(part));
        base.push(b'\n');
    }
    base.extend_from_slice(b"\"@signature-params\": ");
    base.extend_from_slice(parsed.raw_params.as_bytes());
    Ok(base)
}
