//! Somebody makes an account here for themselves.

mod apply;
mod decide;
mod invite;
mod join;
mod outline;
mod settings;
pub(crate) mod waiting;

pub use apply::{Applied, apply};
pub use decide::{approve, reject};
pub use invite::{invite, prune};
pub(crate) use join::Joining;
pub use join::{Flaw, Newcomer, join};
pub use settings::{Mode, Settings};
pub use waiting::{Application, find, waiting};
