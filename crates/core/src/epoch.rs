//! Counts changes, so that a cache does not keep what was read before a change and arrives after it.

use std::sync::atomic::{AtomicU64, Ordering};

/// How often the things behind a cache changed. Whoever fills the cache asks before reading, and takes out again what
/// was put in if the answer is another one afterwards; whoever changes something counts first, then takes it out.
#[derive(Debug, Default)]
pub(crate) struct Epoch(AtomicU64);

impl Epoch {
    /// The number of changes so far.
    pub(crate) fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Something changed, and is committed.
    pub(crate) fn turn(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}
