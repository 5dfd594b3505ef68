//! What is remembered between fetches: what was not there, which servers want the newer signatures, whom we asked.

use hearth_core::ids::AccountId;
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OnceCell, Semaphore};

/// Requests to one host under way at once, for keys and documents.
const AT_ONCE: usize = 8;

/// Bounded memories; nothing a stranger does makes them grow without end.
#[derive(Debug)]
pub struct Memory {
    /// Addresses that brought nothing usable a moment ago.
    pub(super) missing: Cache<String, ()>,
    /// Hosts that asked for RFC 9421.
    pub(super) modern: Cache<String, ()>,
    /// Actors whose keys were fetched again because a signature failed.
    pub(super) refreshed: Cache<String, ()>,
    /// Threads that were looked into a moment ago.
    pub(super) threads: Cache<i64, ()>,
    pub(super) lanes: Cache<String, Arc<Semaphore>>,
    pub(super) instance_actor: OnceCell<AccountId>,
}

impl Memory {
    /// Nothing is remembered yet.
    #[must_use]
    pub fn new() -> Self {
        let minutes = |number: u64| Duration::from_secs(60 * number);
        let names = |most: u64, keep: Duration| Cache::builder().max_capacity(most).time_to_live(keep).build();
        Self {
            missing: names(20_000, minutes(5)),
            modern: names(20_000, minutes(60)),
            refreshed: names(20_000, minutes(5)),
            threads: Cache::builder().max_capacity(20_000).time_to_live(minutes(15)).build(),
            lanes: Cache::builder().max_capacity(10_000).time_to_idle(minutes(10)).build(),
            instance_actor: OnceCell::new(),
        }
    }

    /// The places for requests to one host.
    pub(super) fn lane(&self, host: &str) -> Arc<Semaphore> {
        self.lanes.get_with_by_ref(host, || Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}
