//! One delivery while it is in memory.

use super::bodies::Said;
use std::sync::Arc;
use url::Url;

/// Which row of `deliveries` this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) peer: i64,
    pub(super) priority: i16,
    pub(super) activity: i64,
    pub(super) inbox: i64,
}

/// A row that may be sent.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) key: Key,
    pub(super) lane: i32,
    pub(super) attempts: i16,
    /// The inbox.
    pub(super) url: Arc<Url>,
    pub(super) said: Arc<Said>,
}
