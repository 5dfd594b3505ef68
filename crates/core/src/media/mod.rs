//! Files that members send: kept, described, hung on stories and dropped. The bytes are somebody else's; here are their rows.

pub(crate) mod attach;
pub mod describe;
pub mod drop;
pub mod keep;
mod model;
pub mod show;

pub use model::{Described, MAX_DESCRIPTION, MOST};
