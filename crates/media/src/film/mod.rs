//! Film and sound: ffmpeg makes of them what every browser plays and what says nothing of its maker, where this machine
//! has it. It runs apart, within bounds of time and memory, on files whose kind was told by their first bytes.

mod kind;
mod make;
mod probe;
#[cfg(test)]
mod tests;
mod tools;

pub use kind::Kind;
pub use make::{Made, make};
pub use tools::{Bounds, Refused, Tools};
