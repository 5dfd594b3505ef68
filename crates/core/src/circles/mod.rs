//! Circles: named lists of people whom a member tells stories to. Nobody but the member knows of them.

pub mod change;
pub mod list;
pub mod members;

pub use list::Circle;
