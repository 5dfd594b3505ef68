//! Files: read within limits, freed of what they say about their maker, made fit to show.
//!
//! Still pictures ([`picture`]) and keeping files on disk ([`store`]) are here; moving pictures are not.
#![forbid(unsafe_code)]

pub mod picture;
pub mod store;
