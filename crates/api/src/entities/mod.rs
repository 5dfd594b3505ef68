//! The JSON of Mastodon's API: the only place where a story is a `Status`.

pub(crate) mod account;
pub(crate) mod attachment;
pub(crate) mod notification;
pub(crate) mod relationship;
pub(crate) mod status;
pub(crate) mod time;
pub(crate) mod words;

pub(crate) use account::{Account, Credentials};
pub(crate) use notification::Notification;
pub(crate) use relationship::Relationship;
pub(crate) use status::Status;
