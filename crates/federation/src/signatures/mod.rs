//! Who said it: HTTP signatures in both forms the fediverse speaks, over keys that are parsed once.
//!
//! Reading a request goes in three steps, cheapest first: [`Parsed::of`] (syntax, one signature only),
//! [`Verifier::admit`] (coverage, host, time: everything that needs no key, so that a stranger's junk never
//! makes us fetch one) and [`Verifier::verify`] (the same again plus the key). The body is compared by
//! [`digest::verify_digest`]. Sending is [`cavage::sign`] first, [`rfc9421::sign`] when the peer says 400 or 401.

pub mod cavage;
pub mod digest;
mod error;
pub mod keys;
mod outgoing;
mod parsed;
mod request;
pub mod rfc9421;
mod time;
mod verify;

pub use error::SignatureError;
pub use keys::{GeneratedKey, SigningKey, VerifyingKey, generate_ed25519, generate_rsa};
pub use outgoing::{Body, Outgoing};
pub use parsed::{Algorithm, Parsed, Scheme};
pub use request::Request;
pub use verify::Verifier;

#[cfg(test)]
mod tests;
