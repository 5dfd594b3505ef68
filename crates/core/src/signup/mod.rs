//! Somebody makes an account here for themselves.

mod invite;
mod join;

pub use invite::{invite, prune};
pub(crate) use join::Joining;
pub use join::{Flaw, Newcomer, join};
