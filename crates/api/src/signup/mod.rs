//! Somebody signs up through an app.

mod create;
pub(crate) mod decide;

pub(crate) use create::create;
