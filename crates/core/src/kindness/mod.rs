//! Thanks and "I relate": one act each, which arrives as words to the author alone.

pub mod give;
pub mod list;
mod store;

pub use store::{Given, Kindness};
pub(crate) use store::{receive, write};
