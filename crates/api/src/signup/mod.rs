//! Somebody signs up through an app.

mod create;
mod settings;

pub(crate) use create::create;
pub use settings::{Mode, Settings};
