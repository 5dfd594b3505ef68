//! How many requests may be under way in all. One that waits for an answer costs a socket and nothing else, so those
//! that wait long make room: hosts that swallow requests must not hold up the others.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;
use tokio::time::Instant;

/// After so long a request counts as one that only waits.
const LONG: Duration = Duration::from_secs(2);

/// Requests under way, by a number of their own.
#[derive(Debug)]
pub(super) struct Slots {
    cap: usize,
    next: u64,
    /// With when it was started, and whether it goes to a host that was in trouble.
    young: BTreeMap<u64, (Instant, bool)>,
    probes: usize,
    old: HashSet<u64>,
}

impl Slots {
    /// At most `cap` that are young, and as many that only wait.
    pub(super) fn new(cap: usize) -> Self {
        Self { cap: cap.max(1), next: 0, young: BTreeMap::new(), probes: 0, old: HashSet::new() }
    }

    /// How many young ones there may be.
    pub(super) fn cap(&self) -> usize {
        self.cap
    }

    /// Notices which have become old.
    pub(super) fn age(&mut self, now: Instant) {
        while let Some(first) = self.young.first_entry() {
            let (start, probe) = *first.get();
            if now.duration_since(start) < LONG {
                return;
            }
            self.old.insert(*first.key());
            self.probes -= usize::from(probe);
            first.remove();
        }
    }

    /// Whether one more may start, while `unconfirmed` others have ended and are not yet written down.
    pub(super) fn free(&self, unconfirmed: usize) -> bool {
        self.young.len() + self.old.len().saturating_sub(self.cap) + unconfirmed < self.cap
    }

    /// Whether one more may go to a host that was in trouble: those get a quarter.
    pub(super) fn probe_free(&self) -> bool {
        self.probes < self.cap.div_ceil(4)
    }

    /// One starts; the answer is its number.
    pub(super) fn start(&mut self, now: Instant, probe: bool) -> u64 {
        self.next += 1;
        self.probes += usize::from(probe);
        self.young.insert(self.next, (now, probe));
        self.next
    }

    /// It ended.
    pub(super) fn end(&mut self, number: u64) {
        match self.young.remove(&number) {
            Some((_, probe)) => self.probes -= usize::from(probe),
            None => {
                self.old.remove(&number);
            }
        }
    }

    /// Whether none is under way.
    pub(super) fn is_empty(&self) -> bool {
        self.young.is_empty() && self.old.is_empty()
    }

    /// When the next of them will be old.
    pub(super) fn alarm(&self) -> Option<Instant> {
        self.young.first_key_value().map(|(_, (start, _))| *start + LONG)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_only_wait_make_room_up_to_the_same_number() {
        let mut slots = Slots::new(2);
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let first = [slots.start(start, false), slots.start(start, false)];
        assert!(!slots.free(0));
        slots.age(at(2));
        assert!(slots.free(1) && !slots.free(2));
        for _ in 0..2 {
            slots.start(at(2), false);
        }
        slots.age(at(3));
        assert!(!slots.free(0));
        slots.age(at(4));
        assert!(!slots.free(0), "four only wait, which is two more than may");
        first.into_iter().for_each(|number| slots.end(number));
        assert!(slots.free(0) && !slots.is_empty());
    }

    #[test]
    fn hosts_in_trouble_get_a_quarter() {
        let mut slots = Slots::new(8);
        let start = Instant::now();
        let numbers = [slots.start(start, true), slots.start(start, true)];
        assert!(!slots.probe_free() && slots.free(0));
        slots.end(numbers[0]);
        assert!(slots.probe_free());
        slots.start(start, true);
        slots.age(start + Duration::from_secs(2));
        assert!(slots.probe_free());
        slots.end(numbers[1]);
        assert!(!slots.is_empty());
    }
}
