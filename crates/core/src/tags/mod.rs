//! Hashtags that members follow, and those that they show on their profile.

pub mod feature;
pub mod follow;
mod model;

pub use model::{Featured, Tagged};
