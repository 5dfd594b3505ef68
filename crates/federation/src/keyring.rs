//! Parsed keys kept in memory: parsing a private key costs more than half a signature.

/// Keys by account and by `keyId`.
#[derive(Debug, Default)]
pub struct Keyring {}

impl Keyring {
    /// An empty ring.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}
