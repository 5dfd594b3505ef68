//! Notifications.

pub(crate) mod dismiss;
pub(crate) mod groups;
pub(crate) mod list;
pub(crate) mod unread;
