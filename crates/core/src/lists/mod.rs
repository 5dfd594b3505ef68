//! Lists: people whom a member follows and reads apart. Nobody else knows of them.

mod change;
mod model;
mod people;

pub use change::{create, delete, update};
pub use model::{List, Replies, all, show, with};
pub(crate) use people::follow_ended;
pub use people::{add, members, remove};
