//! Accounts, and how the caller stands to them.

pub(crate) mod credentials;
pub(crate) mod find;
pub(crate) mod follows;
pub(crate) mod preferences;
pub(crate) mod relationships;
pub(crate) mod restrict;
pub(crate) mod show;
pub(crate) mod statuses;
