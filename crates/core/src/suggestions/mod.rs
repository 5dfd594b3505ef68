//! People who wish to be found: the directory, and whom a member may not know yet.

mod directory;
mod suggest;

pub use directory::{Order, directory};
pub use suggest::{dismiss, suggest};
