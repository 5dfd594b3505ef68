//! Mastodon's client API, driven over HTTP as apps drive it.

mod access;
mod accounts;
mod acts;
mod ask;
mod conversations;
mod edits;
mod hearth_communities;
mod hearth_drafts;
mod hearth_heard;
mod hearth_journeys;
mod hearth_levels;
mod hearth_lineage;
mod hearth_openapi;
mod hearth_stories;
mod instance;
mod listening;
pub mod media;
mod notifications;
mod oauth;
mod personal;
mod polls;
mod search;
mod shapes;
mod signup;
mod streaming;
mod telling;
mod timelines;
