//! What was not told yet: drafts, and stories that wait for the end of their undo window.

mod change;
pub mod list;
pub mod release;
pub mod wait;
pub mod windows;

pub use change::{create, delete, save};
pub use list::Kept;
pub use windows::Windows;
