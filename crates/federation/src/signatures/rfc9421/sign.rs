//! Signs what we send with RFC 9421, for peers that have refused the older form.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{
    HeaderMap, HeaderName,
    header::{CONTENT_TYPE, HOST},
};

use super::super::{
    Outgoing, SignatureError, SigningKey,
    digest::content_digest_header,
    outgoing::{quotable, value},
};

const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");
const SIGNATURE: HeaderName = HeaderName::from_static("signature");
const SIGNATURE_INPUT: HeaderName = HeaderName::from_static("signature-input");

/// Signs `@method`, `@target-uri` and with a body `content-digest`, under the label `sig1` with `created` and
/// `keyid`; returns the headers to be sent as they are. No `alg`: the key says it (RFC 9421 §3.2), and readers that
/// compare it with their own table have one thing less to disagree about.
///
/// # Errors
/// `KeyUnusable` when the key cannot sign or the key id cannot stand in a header.
pub fn sign(outgoing: &Outgoing<'_>, key_id: &str, key: &SigningKey) -> Result<HeaderMap, SignatureError> {
    let mut headers = HeaderMap::with_capacity(5);
    let mut base = String::with_capacity(512);
    for part in ["\"@method\": ", outgoing.method.as_str(), "\n\"@target-uri\": ", outgoing.target(), "\n"] {
        base.push_str(part);
    }
    let mut input = String::with_capacity(256);
    input.push_str("sig1=(\"@method\" \"@target-uri\"");
    if let Some(body) = outgoing.body {
        let digest = content_digest_header(body.digest);
        for part in ["\"content-digest\": ", digest.to_str().unwrap_or_default(), "\n"] {
            base.push_str(part);
        }
        input.push_str(" \"content-digest\"");
        headers.insert(CONTENT_DIGEST, digest);
        headers.insert(CONTENT_TYPE, value(body.content_type)?);
    }
    let created = outgoing.at.timestamp().to_string();
    for part in [");created=", &created, ";keyid=\"", quotable(key_id)?, "\""] {
        input.push_str(part);
    }
    base.push_str("\"@signature-params\": ");
    base.push_str(&input["sig1=".len()..]);
    let mut signature = String::with_capacity(400);
    signature.push_str("sig1=:");
    key.sign(base.as_bytes(), |made| STANDARD.encode_string(made, &mut signature))?;
    signature.push(':');
    headers.insert(HOST, value(outgoing.host())?);
    headers.insert(SIGNATURE_INPUT, value(&input)?);
    headers.insert(SIGNATURE, value(&signature)?);
    Ok(headers)
}
