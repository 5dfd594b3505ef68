//! Files: read within limits, freed of what they say about their maker, made fit to show.
//!
//! Pictures ([`picture`]) are decoded and drawn anew here, film and sound ([`film`]) by ffmpeg in a box; [`store`] keeps files.
#![forbid(unsafe_code)]

pub mod film;
pub mod picture;
mod settings;
pub mod store;

pub use settings::Settings;
