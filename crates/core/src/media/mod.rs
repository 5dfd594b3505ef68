//! Files that members send: kept, described, hung on stories and dropped. The bytes are somebody else's; here are their rows.

pub(crate) mod attach;
pub mod describe;
pub mod drop;
pub mod expect;
pub mod film;
pub mod keep;
mod model;
pub mod show;

pub use model::{Described, Film, MAX_DESCRIPTION, MOST};
pub use show::{Sent, Stage};
