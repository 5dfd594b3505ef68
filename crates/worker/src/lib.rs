//! What happens after: events become reactions, reactions are durable jobs, and some work is driven by the clock.
#![forbid(unsafe_code)]

pub mod context;
pub mod dispatch;
pub mod files;
pub mod jobs;
pub mod schedule;
mod verdict;
pub mod worker;

pub use context::Context;
pub use worker::Worker;
