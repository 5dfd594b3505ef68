//! Polls: what a story asks its readers, and what they answer.

pub(crate) mod anew;
pub mod ask;
pub mod end;
mod model;
pub mod receive;
pub mod vote;

pub use ask::Asked;
pub(crate) use model::PollRow;
pub use model::{Choice, Poll};
pub use receive::RemotePoll;

/// Most options of a poll. The choices of a reader are told as bits of one number, which has a few more.
pub const MOST_OPTIONS: usize = 20;
/// Longest option, in characters.
pub const MAX_OPTION: usize = 200;
/// Shortest time that a poll is open, in seconds.
pub const SHORTEST: i64 = 5 * 60;
/// Longest time that a poll is open, in seconds.
pub const LONGEST: i64 = 366 * 24 * 60 * 60;
