//! Announcements: what those who run this server tell everybody who lives here.

pub mod keep;
pub mod list;
pub mod model;
pub mod react;
pub mod read;

pub use keep::By;
pub use model::{Announcement, Form};
