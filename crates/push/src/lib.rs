//! Web Push: a message that one device alone can read (RFC 8291), and a token that says who sends it (RFC 8292).
//!
//! Knows no Hearth word and opens no socket: what comes out are the headers and the body of a POST (RFC 8030) to the
//! device's push service, which passes them on without being able to read them.

#![forbid(unsafe_code)]

mod cipher;
mod error;
mod letter;
mod vapid;

pub use cipher::{Encoding, Recipient};
pub use error::Error;
pub use letter::{Letter, Posting, post};
pub use vapid::Vapid;

#[cfg(test)]
mod tests;
