//! Pictures: what somebody sends becomes a picture that carries nothing but its pixels.

mod limits;
mod moving;
mod prepare;
#[cfg(test)]
mod tests;

pub use limits::Limits;
pub use prepare::{Prepared, Refused, Shown, prepare};
