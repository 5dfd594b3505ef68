//! What is remembered between fetches: what was not there, who is away, which servers want the newer signatures, and
//! strangers, whose names are not worth a row.

use chrono::{DateTime, TimeDelta, Utc};
use hearth_core::accounts::receive::RemoteAccount;
use hearth_core::ids::AccountId;
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OnceCell, Semaphore};

/// Requests to one host under way at once, for keys and documents.
const AT_ONCE: usize = 8;
/// Requests for strangers' keys under way at once, to all hosts together.
const STRANGERS_AT_ONCE: usize = 64;

/// Bounded memories; nothing a stranger does makes them grow without end.
#[derive(Debug)]
pub struct Memory {
    /// Addresses that brought nothing usable, and until when they are not asked again.
    missing: Cache<String, DateTime<Utc>>,
    /// Hosts that let us wait for nothing, and until when they are left alone.
    away: Cache<String, DateTime<Utc>>,
    /// Hosts that asked for RFC 9421.
    pub(super) modern: Cache<String, ()>,
    /// Actors whose keys were fetched again because a signature failed, and until when they are not again.
    refreshed: Cache<String, DateTime<Utc>>,
    /// Threads that were looked into a moment ago.
    pub(super) threads: Cache<i64, ()>,
    /// Actors who signed something and have no row here, by id.
    pub(super) strangers: Cache<String, Arc<RemoteAccount>>,
    /// The actor a stranger's key belongs to, by `keyId`.
    pub(super) owners: Cache<String, String>,
    pub(super) instance_actor: OnceCell<AccountId>,
    pub(super) queue_of_strangers: Arc<Semaphore>,
    lanes: Cache<String, Arc<Semaphore>>,
    asking: Cache<String, Arc<Mutex<()>>>,
}

impl Memory {
    /// Nothing is remembered yet.
    #[must_use]
    pub fn new() -> Self {
        let minutes = |number: u64| Duration::from_secs(60 * number);
        Self {
            missing: Cache::new(20_000),
            away: Cache::new(20_000),
            modern: Cache::builder().max_capacity(20_000).time_to_live(minutes(60)).build(),
            refreshed: Cache::new(20_000),
            threads: Cache::builder().max_capacity(20_000).time_to_live(minutes(15)).build(),
            strangers: Cache::builder().max_capacity(1_000).time_to_live(minutes(10)).build(),
            owners: Cache::builder().max_capacity(10_000).time_to_live(minutes(10)).build(),
            instance_actor: OnceCell::new(),
            queue_of_strangers: Arc::new(Semaphore::new(STRANGERS_AT_ONCE)),
            lanes: Cache::builder().max_capacity(10_000).time_to_idle(minutes(10)).build(),
            asking: Cache::builder().max_capacity(10_000).time_to_idle(minutes(10)).build(),
        }
    }

    /// The places for requests to one host.
    pub(super) fn lane(&self, host: &str) -> Arc<Semaphore> {
        self.lanes.get_with_by_ref(host, || Arc::new(Semaphore::new(AT_ONCE)))
    }

    /// Lets one at a time ask for a key: the others wait and find it.
    pub(super) fn asking(&self, key_id: &str) -> Arc<Mutex<()>> {
        self.asking.get_with_by_ref(key_id, Arc::default)
    }

    /// An address brought nothing usable: it is not asked again for five minutes.
    pub(super) fn note_missing(&self, address: &str, now: DateTime<Utc>) {
        self.missing.insert(address.to_owned(), now + TimeDelta::minutes(5));
    }

    pub(super) fn is_missing(&self, address: &str, now: DateTime<Utc>) -> bool {
        self.missing.get(address).is_some_and(|until| now < until)
    }

    /// Somebody asks in person: what failed a moment ago is tried again.
    pub(super) fn forget_missing(&self, address: &str) {
        self.missing.invalidate(address);
    }

    /// A host did not answer in time: it is left alone for half a minute.
    pub(super) fn note_away(&self, host: &str, now: DateTime<Utc>) {
        self.away.insert(host.to_owned(), now + TimeDelta::seconds(30));
    }

    pub(super) fn is_away(&self, host: &str, now: DateTime<Utc>) -> bool {
        self.away.get(host).is_some_and(|until| now < until)
    }

    /// Whether an actor's keys may be fetched again because a signature failed: once in five minutes.
    pub(super) fn may_refresh(&self, actor: &str, now: DateTime<Utc>) -> bool {
        let free = self.refreshed.get(actor).is_none_or(|until| until <= now);
        if free {
            self.refreshed.insert(actor.to_owned(), now + TimeDelta::minutes(5));
        }
        free
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}
