//! Follows: who reads whom, and who asked to.

pub mod accept;
pub(crate) mod end;
pub(crate) mod pair;
pub mod queries;
pub mod reject;
pub mod request;
pub mod undo;

pub use queries::Follow;
pub use request::Wishes;
