//! Keys, parsed once and kept: ours to sign with, other people's to verify with.

mod der;
mod generate;
mod multibase;
mod pem;
mod signing;
mod verifying;

pub use generate::{GeneratedKey, generate_ed25519, generate_rsa};
pub use signing::SigningKey;
pub use verifying::VerifyingKey;
