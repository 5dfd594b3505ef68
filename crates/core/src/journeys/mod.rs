//! Journeys: series of stories by one author, with chapters and an ending, which others follow as an account.

pub mod begin;
pub mod chapters;
pub mod end;
mod model;
pub mod queries;
pub mod update;

pub use model::Journey;
