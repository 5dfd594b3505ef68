//! How far a member read, kept for their next app.

mod mark;

pub use mark::{Marker, mark, marks};
