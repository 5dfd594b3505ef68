//! Mastodon's client API, as apps expect it.
#![forbid(unsafe_code)]

mod accounts;
mod address;
mod announcements;
mod apps;
mod auth;
mod conversations;
mod cors;
mod entities;
mod error;
mod filters;
mod follow_requests;
mod hearth;
mod ids;
mod instance;
mod lists;
mod markers;
mod media;
mod notifications;
pub mod oauth;
mod openapi;
mod page;
mod params;
mod polls;
mod push;
mod render;
mod reports;
mod restrictions;
mod routes;
mod scheduled;
mod search;
mod settings;
pub mod signup;
mod state;
mod statuses;
mod streaming;
mod suggestions;
mod tags;
mod timelines;
mod trends;

pub use media::rooms::Rooms;
pub use routes::router;
pub use settings::{Settings, Shown};
pub use state::State;
