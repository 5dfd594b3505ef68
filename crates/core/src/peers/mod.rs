//! Other servers: what they run and whether we deal with them.

mod bar;
pub mod model;
pub mod rules;

pub use model::Peer;
