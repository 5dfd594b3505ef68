//! What can be wrong with a message.

/// Why a message could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The subscription's key is no point of P-256, or its secret has the wrong length.
    #[error("the keys of the subscription are no keys")]
    Recipient,
    /// The sender's key is no P-256 key in PKCS#8.
    #[error("the key of the sender is no key")]
    Sender,
    /// The message is longer than one record holds.
    #[error("the message is too long")]
    TooLong,
    /// The push service's address cannot stand in a token or a header.
    #[error("the address of the push service is no address")]
    Address,
    /// The library refused.
    #[error("encryption failed")]
    Cipher,
}
