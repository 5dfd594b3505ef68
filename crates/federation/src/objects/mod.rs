//! The one serialiser: what we say of accounts, stories, communities and collections.

pub mod activity;
pub mod actor;
pub mod audience;
pub mod collection;
pub mod community;
pub mod context;
pub mod document;
pub mod forum;
pub mod interaction;
pub mod lineage;
pub mod note;
pub mod question;
pub mod quote;
pub mod server;
pub mod tag;
pub mod tombstone;
pub mod webfinger;

pub use document::Document;

#[cfg(test)]
mod tests;
