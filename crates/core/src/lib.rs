//! The domain of Hearth: stories, communities, follows and replies, and their rows in Postgres.
//!
//! A verb changes the world: it opens one transaction, asks whether the person may, changes rows and records an
//! [`event::Event`] in the same transaction. Reads go through [`stories::visibility`]. Nothing here knows of HTTP,
//! Mastodon or ActivityPub.
#![forbid(unsafe_code)]

pub mod accounts;
pub mod announcements;
pub mod apps;
pub mod cards;
pub mod chance;
pub mod circles;
pub mod clock;
pub mod communities;
pub mod conversations;
pub mod db;
mod db_tls;
pub mod drafts;
pub mod elsewhere;
pub mod emojis;
mod epoch;
pub mod error;
pub mod event;
pub mod filters;
pub mod follows;
pub mod grants;
pub mod heard;
pub mod here;
pub mod ids;
pub mod interactions;
pub mod journeys;
pub mod kindness;
pub mod lineage;
pub mod lists;
pub mod markers;
pub mod markup;
pub mod media;
pub mod members;
pub mod notes;
pub mod notifications;
pub mod page;
pub mod peers;
pub mod polls;
pub mod proxied;
pub mod push;
pub mod replies;
pub mod reports;
pub mod restrictions;
pub mod schema;
pub mod secret;
pub mod signin;
pub mod signup;
pub mod sql;
pub mod stories;
pub mod streams;
pub mod suggestions;
pub mod tags;
pub mod timelines;
pub mod undone;

mod core;

pub use core::{Core, Parts};
pub use error::{Error, Result};
