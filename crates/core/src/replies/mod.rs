//! Answers that stand against the wish of a story wait for its author.

pub mod decide;
pub mod drop;
pub(crate) mod hold;
pub mod list;
