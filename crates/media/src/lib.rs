//! Files: read within limits, freed of what they say about their maker, made fit to show.
//!
//! Pictures ([`picture`]) and keeping files on disk ([`store`]) are here; sound and film are not.
#![forbid(unsafe_code)]

pub mod picture;
mod settings;
pub mod store;

pub use settings::Settings;
