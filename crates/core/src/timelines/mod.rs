//! Timelines: lists of stories, newest first.

pub mod account;
pub mod feed;
pub mod home;
pub mod public;
pub mod tag;
