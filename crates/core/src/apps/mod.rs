//! Apps: programs that ask members for access (OAuth clients).

mod model;
pub mod queries;
mod redirect;
pub mod register;
pub mod remove;

pub use model::App;
