//! Reads `Signature-Input` and `Signature`, the two structured dictionaries of RFC 9421 §4.

use super::super::{Algorithm, Parsed, Scheme, SignatureError, parsed::signature_bytes};

/// Caps that no known sender comes near; they keep hostile headers linear.
const MAX_COVERED: usize = 64;
const MAX_PARAMETERS: usize = 16;

/// Parses the two headers, which have to hold exactly one signature under one label.
///
/// # Errors
/// `Malformed` for bad grammar, several signatures, labels that differ, component parameters (none is supported),
/// doubled components or parameters, no `keyid` or `created`, an unknown `alg`.
pub(in super::super) fn parse(input: &str, signature: &str) -> Result<Parsed, SignatureError> {
    let (label, list) = member(input)?;
    let (signature_label, bytes) = member(signature)?;
    if label != signature_label {
        return Err(SignatureError::Malformed("the two headers have different labels"));
    }
    let encoded = bytes
        .strip_prefix(':')
        .and_then(|rest| rest.strip_suffix(':'))
        .ok_or(SignatureError::Malformed("not one byte sequence"))?;
    let (covered, parameters) = components(list)?;
    let (mut key_id, mut algorithm, mut created, mut expires) = (None, Algorithm::ByKey, None, None);
    for (name, value) in parameters_of(parameters)? {
        match (name, value) {
            ("keyid", Item::Text(value)) => key_id = Some(value),
            ("alg", Item::Text(value)) => algorithm = named(&value)?,
            ("created", Item::Number(value)) => created = Some(value),
            ("expires", Item::Number(value)) => expires = Some(value),
            ("keyid" | "alg" | "created" | "expires", _) => {
                return Err(SignatureError::Malformed("a parameter has the wrong type"));
            }
            _ => {}
        }
    }
    Ok(Parsed {
        scheme: Scheme::Rfc9421,
        key_id: key_id.filter(|id| !id.is_empty()).ok_or(SignatureError::Malformed("no keyid"))?,
        algorithm,
        covered,
        signature: signature_bytes(encoded)?,
        created: Some(created.ok_or(SignatureError::Malformed("no created"))?),
        expires,
        raw_params: list.to_owned(),
    })
}

fn named(algorithm: &str) -> Result<Algorithm, SignatureError> {
    match algorithm {
        "rsa-v1_5-sha256" => Ok(Algorithm::RsaSha256),
        "ed25519" => Ok(Algorithm::Ed25519),
        _ => Err(SignatureError::Malformed("unknown algorithm")),
    }
}

/// The label and value of a dictionary's only member. A second member shows itself as rest that does not parse.
fn member(value: &str) -> Result<(&str, &str), SignatureError> {
    let (label, value) =
        value.trim_matches(' ').split_once('=').ok_or(SignatureError::Malformed("not a dictionary"))?;
    if !is_key(label) {
        return Err(SignatureError::Malformed("not a label"));
    }
    Ok((label, value))
}

/// RFC 8941 §3.1.2: what a key may look like.
fn is_key(text: &str) -> bool {
    let head = |byte: u8| byte.is_ascii_lowercase() || byte == b'*';
    text.bytes().next().is_some_and(head)
        && text.bytes().all(|byte| head(byte) || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.'))
}

/// `("a" "b")` and the parameters behind it.
fn components(list: &str) -> Result<(Vec<String>, &str), SignatureError> {
    let mut rest = list.strip_prefix('(').ok_or(SignatureError::Malformed("not an inner list"))?;
    let mut covered = Vec::new();
    loop {
        rest = rest.trim_start_matches(' ');
        if let Some(after) = rest.strip_prefix(')') {
            return Ok((covered, after));
        }
        let (name, after) = text(rest)?;
        if !after.starts_with([' ', ')']) {
            // Parameters such as `;sf` or `;req` would change the value; no peer here uses them.
            return Err(SignatureError::Malformed("component parameters are not supported"));
        }
        if covered.contains(&name) {
            return Err(SignatureError::Malformed("a component is listed twice"));
        }
        if covered.len() == MAX_COVERED {
            return Err(SignatureError::Malformed("too many components"));
        }
        covered.push(name);
        rest = after;
    }
}

enum Item {
    Text(String),
    Number(i64),
    Other,
}

/// `;name=value;flag`, each name once.
fn parameters_of(mut rest: &str) -> Result<Vec<(&str, Item)>, SignatureError> {
    let mut found = Vec::<(&str, Item)>::new();
    while !rest.is_empty() {
        let body = rest.strip_prefix(';').ok_or(SignatureError::Malformed("more than one signature"))?;
        let body = body.trim_start_matches(' ');
        let end = body.find(['=', ';', ',', ' ']).unwrap_or(body.len());
        let (name, after) = body.split_at(end);
        if !is_key(name) {
            return Err(SignatureError::Malformed("not a parameter"));
        }
        if found.iter().any(|(seen, _)| *seen == name) {
            return Err(SignatureError::Malformed("a parameter comes twice"));
        }
        if found.len() == MAX_PARAMETERS {
            return Err(SignatureError::Malformed("too many parameters"));
        }
        let (value, tail) = match after.strip_prefix('=') {
            Some(value) => item(value)?,
            None => (Item::Other, after),
        };
        found.push((name, value));
        rest = tail;
    }
    Ok(found)
}

/// A bare item (RFC 8941 §3.3) and what follows it.
fn item(value: &str) -> Result<(Item, &str), SignatureError> {
    if value.starts_with('"') {
        return text(value).map(|(text, tail)| (Item::Text(text), tail));
    }
    let end = value.find([';', ',', ' ']).unwrap_or(value.len());
    let (bare, tail) = value.split_at(end);
    match bare.bytes().next() {
        Some(b'0'..=b'9' | b'-') => bare
            .parse()
            .map(|number| (Item::Number(number), tail))
            .map_err(|_| SignatureError::Malformed("not a whole number")),
        Some(b':' | b'?' | b'*' | b'a'..=b'z' | b'A'..=b'Z') => Ok((Item::Other, tail)),
        _ => Err(SignatureError::Malformed("not a value")),
    }
}

/// A quoted string (RFC 8941 §3.3.3) and what follows it.
fn text(value: &str) -> Result<(String, &str), SignatureError> {
    let inner = value.strip_prefix('"').ok_or(SignatureError::Malformed("not a string"))?;
    let mut found = String::new();
    let mut characters = inner.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((found, &inner[at + 1..])),
            '\\' => match characters.next() {
                Some((_, escaped @ ('"' | '\\'))) => found.push(escaped),
                _ => return Err(SignatureError::Malformed("not an escape")),
            },
            ' '..='~' => found.push(character),
            _ => return Err(SignatureError::Malformed("not a string")),
        }
    }
    Err(SignatureError::Malformed("a quote is left open"))
}
