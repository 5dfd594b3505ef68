//! Signatures as no honest server makes them: over whatever lines a test wants signed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hearth_federation::signatures::{SigningKey, digest};
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

/// Headers of a request with a draft-cavage signature over `lines`, in their order.
///
/// A line whose name starts with `(` is signed and not sent; `(created)` and `(expires)` become parameters. `more` is
/// put in front of the parameters as it is, such as `algorithm="rsa-sha256",`.
pub fn forge(key: &SigningKey, key_id: &str, lines: &[(&str, &str)], more: &str) -> HeaderMap {
    let base: Vec<String> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    let signature = key.sign(base.join("\n").as_bytes(), |bytes| STANDARD.encode(bytes)).unwrap();
    let mut times = String::new();
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        match name.strip_prefix('(') {
            Some("created)") => times.push_str(&format!("created={value},")),
            Some("expires)") => times.push_str(&format!("expires={value},")),
            Some(_) => {}
            None => {
                headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
            }
        }
    }
    let value =
        format!("keyId=\"{key_id}\",{more}{times}headers=\"{}\",signature=\"{signature}\"", names.join(" "));
    headers.insert(HeaderName::from_static("signature"), HeaderValue::from_str(&value).unwrap());
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/activity+json"));
    headers
}

/// The value of a `Digest` header for a body.
pub fn digest_of(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(digest::sha256(body)))
}
