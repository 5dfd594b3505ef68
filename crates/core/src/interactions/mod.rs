//! Answers, likes and boosts of other servers that need the yes of whoever told a story here, and what was said.

pub mod model;
pub mod request;
mod settle;

pub use model::{Interaction, Kind};
pub(crate) use settle::{decide, welcome};
