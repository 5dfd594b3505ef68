//! Notifications: what a member should hear about.

pub mod dismiss;
pub mod groups;
mod heard;
pub mod list;
pub mod model;
pub mod notify;

pub use model::{Notification, NotificationKind};
