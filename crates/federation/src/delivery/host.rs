//! A leased host: what waits for it, what is under way, and what has become of it. Knows neither network nor database.

use super::State;
use super::health::Health;
use super::lanes::Lanes;
use super::row::{Key, Row};
use super::tempo::Tempo;
use super::trouble::{Kind, Outcome, Trouble};
use crate::signatures::Scheme;
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::time::Duration;

/// Fewer rows than this are not worth a query, in either direction.
pub(super) const BATCH: usize = 64;

/// What a finished delivery means for its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The row goes: delivered, or given up.
    Finished,
    /// The inbox is gone, and with it all that waits for it.
    Closed,
    /// The row stays as it is.
    Stays,
    /// The row stays, and others go first from now on.
    Suspect,
}

/// A host while this sender holds its lease.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) id: i64,
    pub(super) name: String,
    /// Fences the lease.
    pub(super) token: i64,
    /// Nothing is started from then on.
    pub(super) lease_until: DateTime<Utc>,
    /// What signatures it takes.
    pub(super) scheme: Scheme,
    pub(super) tempo: Tempo,
    /// The table may hold more than what was loaded.
    pub(super) more: bool,
    /// It stands in the queue of hosts that can start something.
    pub(super) queued: bool,
    /// Its release is under way.
    pub(super) leaving: bool,
    health: Health,
    lanes: Lanes,
    /// Rows that are loaded, under way, or finished and not yet deleted: not to be loaded again.
    held: HashSet<Key>,
    /// Inboxes found gone. A load that was under way meanwhile may bring rows for them.
    closed: Vec<i64>,
    under_way: usize,
    /// Something finished since rows were last loaded.
    moved: bool,
    /// Nothing is started any more.
    stopped: bool,
    answered: Option<bool>,
    trouble: Option<Trouble>,
}

impl Host {
    /// A host that was just leased.
    pub(super) fn new(id: i64, name: String, token: i64, scheme: Scheme, health: Health) -> Self {
        Self {
            id,
            name,
            token,
            lease_until: DateTime::UNIX_EPOCH,
            scheme,
            tempo: Tempo::new(),
            more: true,
            queued: false,
            leaving: false,
            health,
            lanes: Lanes::default(),
            held: HashSet::new(),
            closed: Vec::new(),
            under_way: 0,
            moved: true,
            stopped: false,
            answered: None,
            trouble: None,
        }
    }

    /// Takes rows in, but for those it has already. `more` says whether the table may hold others.
    pub(super) fn load(&mut self, rows: Vec<Row>, more: bool) {
        if self.stopped {
            return;
        }
        self.more = more;
        let open = rows.into_iter().filter(|row| !self.closed.contains(&row.key.inbox));
        let fresh = open.filter(|row| self.held.insert(row.key)).collect();
        self.lanes.add(fresh);
    }

    /// Rows are about to be loaded. Answers how many a query has to return so that [`BATCH`] of them are new, or more
    /// where the way is long.
    pub(super) fn ask(&mut self) -> usize {
        self.moved = false;
        self.wanted()
    }

    /// How many rows that is.
    pub(super) fn wanted(&self) -> usize {
        self.held.len() + BATCH.max(4 * self.tempo.window())
    }

    /// There is reason to load rows again.
    pub(super) fn moved(&mut self) {
        self.moved = true;
    }

    /// A row that was finished is deleted.
    pub(super) fn deleted(&mut self, key: Key) {
        self.held.remove(&key);
    }

    /// Whether a delivery may start at `now`.
    pub(super) fn can_start(&self, now: DateTime<Utc>) -> bool {
        !self.stopped && self.lanes.free() > 0 && self.under_way < self.window() && now < self.lease_until
    }

    /// Starts the next.
    pub(super) fn start(&mut self) -> Option<Row> {
        let row = self.lanes.take()?;
        self.under_way += 1;
        Some(row)
    }

    /// A delivery ended after `took`. Answers what becomes of its row.
    pub(super) fn finish(&mut self, key: Key, lane: i32, outcome: &Outcome, took: Duration) -> Verdict {
        self.under_way = self.under_way.saturating_sub(1);
        self.moved = true;
        match outcome {
            Outcome::Taken => {
                self.answered = Some(true);
                self.tempo.succeeded(took);
            }
            Outcome::Refused(_) | Outcome::Gone(_) => self.answered = self.answered.or(Some(false)),
            Outcome::Failed(trouble) => return self.fail(key, trouble),
        }
        self.lanes.done(lane);
        if !matches!(outcome, Outcome::Gone(_)) {
            return Verdict::Finished;
        }
        self.closed.push(key.inbox);
        self.lanes.remove_inbox(key.inbox);
        Verdict::Closed
    }

    fn fail(&mut self, key: Key, trouble: &Trouble) -> Verdict {
        if !self.stopped {
            self.tempo.failed();
        }
        self.stop();
        self.held.remove(&key);
        // Several may fail before the first is heard of: that is one failure, with the longest pause asked for.
        let pause = self.trouble.as_ref().and_then(|known| known.pause).max(trouble.pause);
        self.trouble = Some(Trouble { pause, ..trouble.clone() });
        if trouble.kind == Kind::Delivery { Verdict::Suspect } else { Verdict::Stays }
    }

    /// Starts nothing any more; what waits stays in the table.
    pub(super) fn stop(&mut self) {
        self.more |= !self.lanes.is_empty();
        self.stopped = true;
        self.lanes.clear();
    }

    /// This server does not deal with it, and threw away what waited.
    pub(super) fn refuse(&mut self) {
        self.stop();
        self.more = false;
    }

    /// Rows should be loaded: fewer are free than may be under way, few wait behind others, and something moved since
    /// the last time.
    pub(super) fn hungry(&self) -> bool {
        let few = self.lanes.free() < self.window() && self.lanes.len() < BATCH.max(2 * self.window());
        let stuck = self.under_way == 0 && self.lanes.is_empty();
        self.more && few && (self.moved || stuck) && !self.stopped && !self.leaving
    }

    /// Nothing is under way, and nothing will be.
    pub(super) fn idle(&self) -> bool {
        self.under_way == 0 && (self.stopped || (self.lanes.is_empty() && !self.more))
    }

    /// It was in trouble when it was leased, and nothing came through since.
    pub(super) fn on_probation(&self) -> bool {
        (self.health.state != State::Alive || self.health.failures > 0) && self.answered.is_none()
    }

    /// Given up on: what waits for it is thrown away.
    pub(super) fn dead(&self) -> bool {
        self.health.state == State::Dead && self.answered.is_none()
    }

    /// Nothing of it is left in the table, as far as this sender knows.
    pub(super) fn drained(&self) -> bool {
        !self.more && self.trouble.is_none()
    }

    /// How it is when it is given back.
    pub(super) fn verdict(&self, now: DateTime<Utc>, draw: u64) -> Health {
        let mut health = self.health.clone();
        match self.answered {
            Some(true) => health.succeeded(now),
            Some(false) => health.answered(),
            None => {}
        }
        if let Some(trouble) = &self.trouble {
            health.failed(now, trouble, draw);
        }
        health
    }

    fn window(&self) -> usize {
        if self.on_probation() { 1 } else { self.tempo.window() }
    }
}
