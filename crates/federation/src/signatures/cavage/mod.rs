//! draft-cavage-http-signatures-12: what most of the fediverse still signs with.

mod parse;
mod sign;
mod verify;

pub(super) use parse::parse;
pub use sign::sign;
pub(super) use verify::{base, coverage};
