//! What was not told yet: drafts, stories that wait for the end of their undo window, and those planned for later.

mod change;
pub mod list;
pub mod release;
pub mod schedule;
pub mod wait;
pub mod windows;

pub use change::{create, delete, save};
pub use list::Kept;
pub use windows::Windows;
