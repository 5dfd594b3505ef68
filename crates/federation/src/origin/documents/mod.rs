//! Reads trusted documents into what the domain stores.

pub mod actor;
pub mod attachment;
mod poll;
pub mod story;
mod strange;
mod words;
