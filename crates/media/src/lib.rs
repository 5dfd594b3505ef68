//! Files: read within limits, freed of what they say about their maker, made fit to show.
//!
//! Still pictures are here ([`picture`]); keeping them on disk, moving pictures and the doors to them are not.
#![forbid(unsafe_code)]

pub mod picture;
