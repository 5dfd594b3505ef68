//! Somebody signs up through an app.

mod create;
pub(crate) mod decide;
mod settings;

pub(crate) use create::create;
pub use settings::{Mode, Settings};
