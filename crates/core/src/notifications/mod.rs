//! Notifications: what a member should hear about.

pub mod dismiss;
pub mod groups;
mod heard;
mod judge;
pub mod list;
pub mod model;
pub mod notify;
pub mod policy;
pub mod requests;

pub use model::{Notification, NotificationKind};
pub use policy::{Policy, Verdict};
pub use requests::Request;
