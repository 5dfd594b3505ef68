//! Which story gave which one courage: named by whoever tells the new one, shown under the first when its author agrees.

pub mod answer;
pub mod choice;
pub mod list;
mod model;
pub mod name;
pub mod offer;
pub mod ripple;
pub(crate) mod withdraw;

pub(crate) use model::InspiredRow;
pub use model::{Inspired, Link, State};
