//! Reads `keyId="…",algorithm="…",headers="…",signature="…"`.

use super::super::{Algorithm, Parsed, Scheme, SignatureError, parsed::signature_bytes};

/// Known senders use five parameters and at most eight headers; the caps keep hostile ones linear.
const MAX_PARAMETERS: usize = 16;
const MAX_COVERED: usize = 64;

/// Parses the value of a draft-cavage `Signature` header.
///
/// # Errors
/// `Malformed` for bad grammar, a doubled or missing parameter, an unknown algorithm.
pub(in super::super) fn parse(value: &str) -> Result<Parsed, SignatureError> {
    let parameters = parameters(value)?;
    let get = |wanted: &str| {
        parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value)
    };
    let key_id = get("keyId").filter(|id| !id.is_empty()).ok_or(SignatureError::Malformed("no keyId"))?;
    let signature = get("signature").ok_or(SignatureError::Malformed("no signature"))?;
    let algorithm = get("algorithm").map_or(Ok((Algorithm::ByKey, "")), algorithm)?;
    // Without `headers` the draft means the date alone, which never suffices.
    let covered = covered(get("headers").unwrap_or("date"))?;
    let pseudo = covered.iter().any(|name| name == "(created)" || name == "(expires)");
    if pseudo && algorithm.1 == "rsa-sha256" {
        // Section 2.3 of the draft: old senders do not know these, so nothing may be signed with both.
        return Err(SignatureError::Malformed("(created) or (expires) with rsa-sha256"));
    }
    Ok(Parsed {
        scheme: Scheme::Cavage,
        key_id: key_id.to_owned(),
        algorithm: algorithm.0,
        covered,
        signature: signature_bytes(signature)?,
        created: get("created").map(seconds).transpose()?,
        expires: get("expires").map(seconds).transpose()?,
        raw_params: String::new(),
    })
}

fn algorithm(name: &str) -> Result<(Algorithm, &'static str), SignatureError> {
    let known = [
        ("rsa-sha256", Algorithm::RsaSha256),
        ("hs2019", Algorithm::ByKey),
        ("ed25519", Algorithm::Ed25519),
        ("ed25519-sha512", Algorithm::Ed25519),
    ];
    known
        .into_iter()
        .find(|(token, _)| token.eq_ignore_ascii_case(name))
        .map(|(token, algorithm)| (algorithm, token))
        .ok_or(SignatureError::Malformed("unknown algorithm"))
}

fn covered(list: &str) -> Result<Vec<String>, SignatureError> {
    let mut covered = Vec::<String>::new();
    for name in list.split_ascii_whitespace() {
        let name = name.to_ascii_lowercase();
        if covered.contains(&name) {
            return Err(SignatureError::Malformed("a header is listed twice"));
        }
        if covered.len() == MAX_COVERED {
            return Err(SignatureError::Malformed("too many headers"));
        }
        covered.push(name);
    }
    Ok(covered)
}

fn seconds(text: &str) -> Result<i64, SignatureError> {
    text.parse().map_err(|_| SignatureError::Malformed("created or expires is not a whole number"))
}

/// Splits `name="value",name=123`; names come once, whatever their case.
fn parameters(value: &str) -> Result<Vec<(&str, &str)>, SignatureError> {
    let mut found = Vec::<(&str, &str)>::new();
    let mut rest = value.trim();
    loop {
        let (name, after) = rest.split_once('=').ok_or(SignatureError::Malformed("not `name=value`"))?;
        let name = name.trim_end();
        if name.is_empty()
            || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        {
            return Err(SignatureError::Malformed("not a parameter name"));
        }
        if found.iter().any(|(seen, _)| seen.eq_ignore_ascii_case(name)) {
            return Err(SignatureError::Malformed("a parameter comes twice"));
        }
        if found.len() == MAX_PARAMETERS {
            return Err(SignatureError::Malformed("too many parameters"));
        }
        let (value, tail) = item(after.trim_start())?;
        found.push((name, value));
        let tail = tail.trim_start();
        if tail.is_empty() {
            return Ok(found);
        }
        rest = tail
            .strip_prefix(',')
            .ok_or(SignatureError::Malformed("no comma between parameters"))?
            .trim_start();
    }
}

/// One value, quoted or bare, and what follows it.
fn item(text: &str) -> Result<(&str, &str), SignatureError> {
    match text.strip_prefix('"') {
        Some(inner) => {
            let (value, tail) =
                inner.split_once('"').ok_or(SignatureError::Malformed("a quote is left open"))?;
            if value.contains('\\') {
                return Err(SignatureError::Malformed("escapes are not part of this"));
            }
            Ok((value, tail))
        }
        None => {
            let end = text.find(',').unwrap_or(text.len());
            let value = text[..end].trim_end();
            if value.is_empty() || value.contains(['"', ' ', '\t']) {
                return Err(SignatureError::Malformed("not a value"));
            }
            Ok((value, &text[end..]))
        }
    }
}
