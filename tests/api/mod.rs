//! Mastodon's client API, driven over HTTP as apps drive it.

mod access;
mod accounts;
mod acts;
mod ask;
mod edits;
mod hearth_communities;
mod hearth_drafts;
mod hearth_journeys;
mod hearth_lineage;
mod instance;
mod notifications;
mod search;
mod shapes;
mod telling;
mod timelines;
