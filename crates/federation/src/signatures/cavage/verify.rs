//! What a draft-cavage signature has to cover, and the text it was made over.

use super::super::{Parsed, Request, SignatureError, Verifier};

/// The least that has to be signed for the signature to mean this request to this host, now.
///
/// # Errors
/// `Uncovered`, naming what is not signed.
pub(in super::super) fn coverage(parsed: &Parsed, request: &Request<'_>) -> Result<(), SignatureError> {
    if !parsed.covers("(request-target)") {
        return Err(SignatureError::Uncovered("(request-target)"));
    }
    if !parsed.covers("host") {
        return Err(SignatureError::Uncovered("host"));
    }
    if !parsed.covers("date") && !parsed.covers("(created)") {
        return Err(SignatureError::Uncovered("date or (created)"));
    }
    if request.has_body() && !parsed.covers("digest") {
        return Err(SignatureError::Uncovered("digest"));
    }
    Ok(())
}

/// The signing string of section 2.3, with `path` as the request target.
///
/// # Errors
/// `Mismatch` when a header that is said to be signed is not there; `Malformed` for unknown pseudo-headers.
pub(in super::super) fn base(
    verifier: &Verifier,
    parsed: &Parsed,
    request: &Request<'_>,
    path: &str,
) -> Result<Vec<u8>, SignatureError> {
    let mut base = Vec::with_capacity(512);
    for name in &parsed.covered {
        if !base.is_empty() {
            base.push(b'\n');
        }
        base.extend_from_slice(name.as_bytes());
        base.extend_from_slice(b": ");
        match name.as_str() {
            "(request-target)" => {
                base.extend(request.method.as_str().bytes().map(|byte| byte.to_ascii_lowercase()));
                base.push(b' ');
                base.extend_from_slice(path.as_bytes());
            }
            "(created)" => number(&mut base, parsed.created)?,
            "(expires)" => number(&mut base, parsed.expires)?,
            // A proxy may have dropped it (HTTP/2, old nginx); the only host it can have been is ours.
            "host" => base.extend_from_slice(request.host()?.unwrap_or(&verifier.host).trim().as_bytes()),
            name if name.starts_with('(') => {
                return Err(SignatureError::Malformed("unknown pseudo-header"));
            }
            name => {
                let value =
                    request.header(name).ok_or(SignatureError::Mismatch("a signed header is not there"))?;
                base.extend_from_slice(&value);
            }
        }
    }
    Ok(base)
}

fn number(base: &mut Vec<u8>, number: Option<i64>) -> Result<(), SignatureError> {
    let number = number.ok_or(SignatureError::Malformed("a covered time is not given"))?;
    base.extend_from_slice(number.to_string().as_bytes());
    Ok(())
}
