//! Threads that only those named in them can read, each as one thing with somebody.

mod list;
mod put_away;

pub use list::{Conversation, list, show};
pub use put_away::{put_away, read};
