//! The ways a signature can fail, kept apart because the inbox answers them differently.

/// Why a signature, its key or its digest was not accepted. The texts are safe to show and to log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no `Signature` header at all (401).
    #[error("the request carries no signature")]
    Missing,
    /// The header cannot be read, or says two things at once (400; 401 where only 401 is wanted).
    #[error("malformed signature: {0}")]
    Malformed(&'static str),
    /// `Digest` or `Content-Digest` is absent, unreadable, doubled or not the body's (401).
    #[error("body digest: {0}")]
    Digest(&'static str),
    /// Too old, from the future, or past its own `expires` (401).
    #[error("signature outside its time: {0}")]
    Expired(&'static str),
    /// The key cannot be parsed, is too weak or too costly, or is not of the kind the signature names (401).
    #[error("unusable key: {0}")]
    KeyUnusable(&'static str),
    /// Well formed, but not by this key, not for this request or not for this server (401).
    #[error("signature does not match: {0}")]
    Mismatch(&'static str),
    /// A part of the request that has to be signed is not (401).
    #[error("signature does not cover {0}")]
    Uncovered(&'static str),
}

impl SignatureError {
    /// True where the header itself is unreadable, which peers expect as 400 rather than 401.
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed(_))
    }
}
