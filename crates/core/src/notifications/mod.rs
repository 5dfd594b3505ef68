//! Notifications: what a member should hear about.

pub mod dismiss;
mod heard;
pub mod list;
pub mod model;
pub mod notify;

pub use model::{Notification, NotificationKind};
