//! A signature header read but not yet believed.

use http::HeaderValue;

use super::{Request, SignatureError, cavage, rfc9421};

/// Longer headers are refused unread: a signature by the largest key we take is under 1.5 kB.
const MAX_HEADER_BYTES: usize = 8192;

/// Which of the two wire forms a signature uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// draft-cavage-http-signatures-12, one `Signature` header with named parameters.
    Cavage,
    /// RFC 9421, `Signature-Input` and `Signature` as structured fields.
    Rfc9421,
}

/// The algorithm a signature names; the key has to be of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RsaSha256,
    /// Ed25519.
    Ed25519,
    /// Cavage `hs2019`, or nothing named: the key decides.
    ByKey,
}

/// What one signature claims: whose key, over which parts, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    pub(super) scheme: Scheme,
    pub(super) key_id: String,
    pub(super) algorithm: Algorithm,
    pub(super) covered: Vec<String>,
    pub(super) signature: Vec<u8>,
    pub(super) created: Option<i64>,
    pub(super) expires: Option<i64>,
    /// RFC 9421 only: the inner list with its parameters, as sent; it is the last line of the base.
    pub(super) raw_params: String,
}

impl Parsed {
    /// Reads the one signature of a request.
    ///
    /// # Errors
    /// `Missing` without a `Signature` header; `Malformed` for more than one signature of either scheme, doubled
    /// parameters, unknown algorithms and anything that is not the grammar of its scheme.
    pub fn of(request: &Request<'_>) -> Result<Self, SignatureError> {
        let input = only(request, "signature-input", "two Signature-Input headers")?;
        let signature = only(request, "signature", "two Signature headers")?;
        match (input, signature) {
            (None, None) => Err(SignatureError::Missing),
            (Some(_), None) => Err(SignatureError::Malformed("Signature-Input without Signature")),
            (None, Some(signature)) => cavage::parse(text(signature)?),
            (Some(input), Some(signature)) => rfc9421::parse(text(input)?, text(signature)?),
        }
    }

    /// The key the signer says it used; any URL form, resolved by the caller.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Which wire form this is.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The algorithm the signature names.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// True where the component (`(request-target)`, `host`, `@method`, …) is signed.
    pub fn covers(&self, component: &str) -> bool {
        self.covered.iter().any(|covered| covered == component)
    }
}

fn only<'a>(
    request: &Request<'a>,
    name: &str,
    twice: &'static str,
) -> Result<Option<&'a HeaderValue>, SignatureError> {
    let mut values = request.headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(SignatureError::Malformed(twice));
    }
    Ok(first)
}

fn text(value: &HeaderValue) -> Result<&str, SignatureError> {
    if value.len() > MAX_HEADER_BYTES {
        return Err(SignatureError::Malformed("header too long"));
    }
    value.to_str().map_err(|_| SignatureError::Malformed("not plain text"))
}

/// Decodes the signature bytes, which both schemes carry as standard base64.
pub(super) fn signature_bytes(encoded: &str) -> Result<Vec<u8>, SignatureError> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(encoded)
        .ok()
        .filter(|bytes| !bytes.is_empty())
        .ok_or(SignatureError::Malformed("signature is not base64"))
}
