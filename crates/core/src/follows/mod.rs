//! Follows: who reads whom, and who asked to.

pub mod accept;
pub mod queries;
pub mod reject;
pub mod request;
pub mod undo;

pub use queries::Follow;
pub use request::Wishes;
