//! The second proof: one-time codes from a phone (TOTP), and recovery codes for when it is lost.

mod base32;
pub mod check;
pub mod enrol;
mod recovery;
pub mod totp;

pub use check::check;
