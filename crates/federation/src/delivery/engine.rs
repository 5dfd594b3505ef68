//! The sender at work: holds leased hosts, starts what may start, and gathers what the database is to be told.

use super::State;
use super::bodies::Bodies;
use super::give_back::Release;
use super::host::{Host, Verdict};
use super::rota::Rota;
use super::row::Row;
use super::signers::{Job, Report, Signers};
use super::slots::Slots;
use super::tempo::Tempo;
use super::trouble::Outcome;
use super::turn::{Brought, Errand};
use crate::Federation;
use crate::ledger::Handed;
use crate::signatures::Scheme;
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

/// Finished rows are deleted when the oldest has waited so long, or half of what may be under way is finished.
const LINGER: Duration = Duration::from_millis(30);
/// Leases are made longer this often.
const RENEW: Duration = Duration::from_secs(10);
/// Hosts leased in one statement.
const LEASED_AT_ONCE: usize = 256;

/// What outlives one engine: worth keeping, and not needed.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) bodies: Bodies,
    /// Windows of hosts by id.
    pub(super) tempos: Cache<i64, Tempo>,
    pub(super) signers: Signers,
}

/// The state of a sender while it runs.
pub(super) struct Engine {
    federation: Federation,
    kept: Arc<Kept>,
    hosts: HashMap<i64, Host>,
    rota: Rota,
    /// Hosts that may have rows to load.
    thirsty: Vec<i64>,
    slots: Slots,
    /// What the next visit to the database is to write down.
    errand: Errand,
    /// Finished rows that the visit under way deletes.
    deleting: usize,
    /// Since when something waits to be written down.
    since: Option<Instant>,
    renewed: Instant,
    /// There may be hosts to lease.
    hungry: bool,
    stopping: bool,
    back: UnboundedSender<Report>,
    /// How deliveries ended.
    pub(super) reports: UnboundedReceiver<Report>,
    /// Deliveries that ended so far.
    pub(super) ended: u64,
}

impl Engine {
    /// Nothing is leased yet.
    pub(super) fn new(federation: Federation, kept: Arc<Kept>) -> Self {
        let (back, reports) = unbounded_channel();
        Self {
            slots: Slots::new(federation.settings.max_in_flight),
            federation,
            kept,
            hosts: HashMap::new(),
            rota: Rota::default(),
            thirsty: Vec::new(),
            errand: Errand::default(),
            deleting: 0,
            since: None,
            renewed: Instant::now(),
            hungry: true,
            stopping: false,
            back,
            reports,
            ended: 0,
        }
    }

    /// Looks for hosts to lease at the next opportunity.
    pub(super) fn look(&mut self) {
        self.hungry = !self.stopping;
    }

    /// Starts nothing any more; what is under way is finished, and hosts are given back.
    pub(super) fn stop(&mut self) {
        self.stopping = true;
        self.hungry = false;
        let ids: Vec<i64> = self.hosts.keys().copied().collect();
        for id in ids {
            if let Some(host) = self.hosts.get_mut(&id) {
                host.stop();
            }
            self.settle(id);
        }
    }

    /// Nothing is held, nothing is to be written down, nothing was left to lease.
    pub(super) fn idle(&self) -> bool {
        self.hosts.is_empty() && self.slots.is_empty() && !self.errand.writes() && !self.hungry
    }

    /// Starts what may start. What was finished and not yet deleted counts too: were the process killed, it would be
    /// sent again, and that is to be no more than may be under way.
    pub(super) fn start(&mut self) {
        let now = self.federation.core.now();
        let instant = Instant::now();
        self.slots.age(instant);
        while self.slots.free(self.errand.finished.len() + self.deleting) {
            let Some(id) = self.rota.pop(self.slots.probe_free()) else { return };
            let Some(host) = self.hosts.get_mut(&id) else { continue };
            host.queued = false;
            if !host.can_start(now) {
                continue;
            }
            let probe = host.on_probation();
            let Some(row) = host.start() else { continue };
            let scheme = host.scheme;
            let slot = self.slots.start(instant, probe);
            self.enqueue(id);
            self.submit(row, scheme, slot);
        }
    }

    fn submit(&self, row: Row, scheme: Scheme, slot: u64) {
        let back = self.back.clone();
        self.kept.signers.submit(Job { row, slot, scheme, before: None, back, runtime: Handle::current() });
    }

    /// A delivery ended.
    pub(super) fn report(&mut self, report: Report) {
        let Report { row, slot, outcome, scheme, took } = report;
        self.ended += 1;
        self.slots.end(slot);
        self.since.get_or_insert_with(Instant::now);
        // A host stays here as long as something of it is under way.
        let Some(host) = self.hosts.get_mut(&row.key.peer) else { return };
        tell(host, &row, &outcome);
        if outcome == Outcome::Taken {
            host.scheme = scheme;
        }
        match host.finish(row.key, row.lane, &outcome, took) {
            Verdict::Finished => {
                self.errand.finished.push(row.key);
                self.errand.handed.extend(handed(&row, &outcome));
            }
            Verdict::Closed => self.errand.closed.push((row.key.peer, row.key.inbox)),
            Verdict::Suspect => self.errand.suspects.push(row.key),
            Verdict::Stays => {}
        }
        self.settle(row.key.peer);
    }

    /// Sees what a host wants next: a turn, more rows, or to be given back.
    fn settle(&mut self, id: i64) {
        let Some(host) = self.hosts.get_mut(&id) else { return };
        if host.leaving {
            return;
        }
        if !host.idle() {
            if host.hungry() {
                self.thirsty.push(id);
            }
            return self.enqueue(id);
        }
        host.leaving = true;
        self.since.get_or_insert_with(Instant::now);
        self.kept.tempos.insert(id, host.tempo);
        let core = &self.federation.core;
        self.errand.released.push(Release {
            id,
            name: host.name.clone(),
            token: host.token,
            scheme: host.scheme,
            health: host.verdict(core.now(), core.chance.next()),
            drained: host.drained(),
        });
    }

    fn enqueue(&mut self, id: i64) {
        let Some(host) = self.hosts.get_mut(&id) else { return };
        if !host.queued && host.can_start(self.federation.core.now()) {
            host.queued = true;
            self.rota.push(id, host.on_probation());
        }
    }

    /// What to go to the database for now, if anything.
    pub(super) fn errand(&mut self) -> Option<Errand> {
        let lease = self.wants();
        self.thirsty.retain(|id| self.hosts.get(id).is_some_and(Host::hungry));
        let renew = !self.hosts.is_empty() && self.renewed.elapsed() >= RENEW;
        let write = self.errand.writes()
            && (self.slots.is_empty()
                || self.errand.finished.len() * 2 >= self.slots.cap()
                || self.since.is_some_and(|since| since.elapsed() >= LINGER));
        if lease == 0 && self.thirsty.is_empty() && !renew && !write {
            return None;
        }
        let mut errand = std::mem::take(&mut self.errand);
        self.since = None;
        self.deleting = errand.finished.len();
        errand.lease = lease;
        for id in std::mem::take(&mut self.thirsty) {
            if let Some(host) = self.hosts.get_mut(&id).filter(|host| host.hungry()) {
                errand.refilled.push((id, host.name.clone(), host.ask()));
            }
        }
        if renew {
            self.renewed = Instant::now();
            let held = self.hosts.values().filter(|host| !host.leaving);
            errand.renewed = held.map(|host| (host.id, host.token)).collect();
        }
        Some(errand)
    }

    /// How many hosts to lease now.
    fn wants(&self) -> usize {
        let cap = self.slots.cap();
        if !self.hungry || self.rota.len() * 2 >= cap || self.hosts.len() >= 8 * cap {
            return 0;
        }
        (2 * cap - self.rota.len()).min(LEASED_AT_ONCE)
    }

    /// When to look at [`Self::errand`] again, if nothing happens before.
    pub(super) fn alarm(&self) -> Option<Instant> {
        let renewal = (!self.hosts.is_empty()).then(|| self.renewed + RENEW);
        let writing = self.since.filter(|_| self.errand.writes()).map(|since| since + LINGER);
        let room = if self.rota.len() > 0 { self.slots.alarm() } else { None };
        renewal.into_iter().chain(writing).chain(room).min()
    }

    /// The visit to the database failed: all it was to do is still to be done.
    pub(super) fn failed(&mut self, errand: Errand) {
        self.deleting = 0;
        self.since.get_or_insert_with(Instant::now);
        self.errand.finished.extend(errand.finished);
        // Before what was learnt meanwhile: of one server the last word counts.
        self.errand.handed.splice(0..0, errand.handed);
        self.errand.suspects.extend(errand.suspects);
        self.errand.closed.extend(errand.closed);
        self.errand.released.extend(errand.released);
        self.thirsty.extend(errand.refilled.iter().map(|(id, ..)| *id));
        for (id, ..) in &errand.refilled {
            if let Some(host) = self.hosts.get_mut(id) {
                host.moved();
            }
        }
        self.hungry |= errand.lease > 0 && !self.stopping;
        // Leases may have run out meanwhile: see at once whether they are still ours.
        self.renewed = Instant::now().checked_sub(RENEW).unwrap_or(self.renewed);
    }

    /// The visit to the database is over.
    pub(super) fn brought(&mut self, errand: Errand, brought: Brought) {
        self.deleting = 0;
        for key in errand.finished {
            if let Some(host) = self.hosts.get_mut(&key.peer) {
                host.deleted(key);
            }
        }
        for host in errand.released {
            self.hosts.remove(&host.id);
            if host.health.state == State::Dead {
                self.federation.heard.forget(&host.name);
                tracing::warn!(
                    host = host.name,
                    "given up on, after seven bad days; what waited for it is gone"
                );
            }
        }
        if let Some((until, kept)) = brought.renewed {
            for (id, _) in errand.renewed {
                let Some(host) = self.hosts.get_mut(&id) else { continue };
                if kept.contains(&id) {
                    host.lease_until = until;
                } else {
                    tracing::warn!(host = host.name, "its lease ran out, and another sender took it");
                    host.stop();
                }
                self.settle(id);
            }
        }
        if errand.lease > 0 {
            self.hungry = !brought.leased.is_empty() && !self.stopping;
        }
        self.hungry |= brought.again && !self.stopping;
        for mut host in brought.leased {
            host.tempo = self.kept.tempos.get(&host.id).unwrap_or_else(Tempo::new);
            self.hosts.insert(host.id, host);
        }
        for (id, load) in brought.loads {
            let Some(host) = self.hosts.get_mut(&id) else { continue };
            if load.unwanted {
                host.refuse();
            } else if self.stopping {
                host.stop();
            }
            host.load(load.rows, load.more);
            if !load.spoilt.is_empty() {
                tracing::debug!(host = host.name, rows = load.spoilt.len(), "too old to send, or taken back");
                host.moved();
                self.errand.finished.extend(load.spoilt);
                self.since.get_or_insert_with(Instant::now);
            }
            self.settle(id);
        }
    }
}

/// What the ledger learns of a finished row.
fn handed(row: &Row, outcome: &Outcome) -> Option<Handed> {
    let about = row.said.about?;
    about.after(*outcome == Outcome::Taken).map(|state| Handed {
        story: about.story,
        peer: row.key.peer,
        inbox: row.key.inbox,
        state,
    })
}

fn tell(host: &Host, row: &Row, outcome: &Outcome) {
    let (host, inbox, activity) = (&host.name, row.url.as_str(), row.key.activity);
    match outcome {
        Outcome::Taken => tracing::trace!(inbox, activity, "delivered"),
        Outcome::Refused(why) => tracing::warn!(host, inbox, activity, why, "refused for good"),
        Outcome::Gone(why) => tracing::info!(host, inbox, why, "the inbox is gone"),
        Outcome::Failed(trouble) => {
            tracing::info!(host, inbox, activity, why = trouble.text, "will be tried again")
        }
    }
}
