//! PEM, as written by the many hands that publish actor keys: any line length, any line ending.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The largest key we take (RSA-8192, private) is 6.5 kB of PEM.
const MAX_BYTES: usize = 16 * 1024;

/// The label (`PUBLIC KEY`) and the bytes of the block that `text` begins with.
pub(super) fn decode(text: &str) -> Option<(&str, Vec<u8>)> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return None;
    }
    let (label, rest) = text.strip_prefix("-----BEGIN ")?.split_once("-----")?;
    let (body, end) = rest.split_once("-----END ")?;
    // What stands behind the block is none of it: snac 2.75 serves keys with bytes of stray memory there.
    if end.split_once("-----")?.0 != label {
        return None;
    }
    let body: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    Some((label, STANDARD.decode(body).ok()?))
}

/// A PEM block with 64-character lines.
pub(super) fn encode(label: &str, bytes: &[u8]) -> String {
    let body = STANDARD.encode(bytes);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = tail;
    }
    pem.push_str("-----END ");
    pem.push_str(label);
    pem.push_str("-----\n");
    pem
}
