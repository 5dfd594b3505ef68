//! The JSON of Mastodon's API: the only place where a story is a `Status`.

mod account;
mod announcement;
mod attachment;
mod card;
mod credentials;
mod edit;
mod emoji;
mod filter;
mod grouped;
mod notification;
mod poll;
mod profile;
mod relationship;
mod report;
mod request;
mod scheduled;
mod status;
mod tag;
pub(crate) mod time;
pub(crate) mod words;

#[cfg(test)]
mod tests;

pub(crate) use account::Account;
pub(crate) use announcement::{Announcement, Reaction};
pub(crate) use attachment::Media;
pub(crate) use credentials::Credentials;
pub(crate) use edit::StatusEdit;
pub(crate) use emoji::CustomEmoji;
pub(crate) use filter::{Filter, FilterKeyword, FilterStatus, OldFilter};
pub(crate) use grouped::Grouped;
pub(crate) use notification::Notification;
pub(crate) use poll::Poll;
pub(crate) use profile::Profile;
pub(crate) use relationship::Relationship;
pub(crate) use report::Report;
pub(crate) use request::NotificationRequest;
pub(crate) use scheduled::ScheduledStatus;
pub(crate) use status::Status;
pub(crate) use tag::{FeaturedTag, Tag};
