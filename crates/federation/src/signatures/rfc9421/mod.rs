//! RFC 9421 HTTP Message Signatures, in the profile Mastodon verifies and sends.

mod parse;
mod sign;
mod verify;

pub(super) use parse::parse;
pub use sign::sign;
pub(super) use verify::{base, coverage};

#[cfg(test)]
pub(super) use verify::base_of;
