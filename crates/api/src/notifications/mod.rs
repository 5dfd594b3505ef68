//! Notifications.

pub(crate) mod dismiss;
pub(crate) mod list;
