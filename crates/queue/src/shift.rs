//! The jobs a runner holds at one time: claimed, running, or ended and not yet written down.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::handler::{Lease, Outcome};
use crate::ledger::Ledger;
use crate::link::Link;
use crate::statements::{Claim, Renew};
use crate::{Error, Runner};

/// How long running jobs may go on after the runner was told to stop.
pub(crate) const GRACE: Duration = Duration::from_secs(20);
/// A job that vanished with its worker this often is run with nothing beside it, so that if it is what kills the
/// process, it takes no other job's attempts with it.
const SUSPECT: i32 = 3;

type Ended = (Lease, Outcome);

pub(crate) struct Shift<'r, C> {
    runner: &'r Runner<C>,
    link: Link,
    /// Claimed, not started.
    ready: VecDeque<Claimed>,
    running: JoinSet<Ended>,
    ledger: Ledger,
    /// Everything whose lease is ours, by id.
    held: HashMap<i64, Lease>,
    lone: Lone,
    /// There may be due jobs.
    look: bool,
    /// The last batch was a full one.
    long_queue: bool,
    next_look: Instant,
    next_renewal: Instant,
    ran: u64,
}

struct Claimed {
    lease: Lease,
    payload: Value,
    priority: i16,
}

#[derive(PartialEq, Eq)]
enum Lone {
    Nobody,
    /// It is the only one in `ready`.
    Ready,
    Running,
}

impl<'r, C: Clone + Send + Sync + 'static> Shift<'r, C> {
    pub(crate) fn new(runner: &'r Runner<C>, link: Link) -> Self {
        let now = Instant::now();
        Self {
            runner,
            link,
            ready: VecDeque::new(),
            running: JoinSet::new(),
            ledger: Ledger::default(),
            held: HashMap::new(),
            lone: Lone::Nobody,
            look: true,
            long_queue: false,
            next_look: now,
            next_renewal: now + runner.settings.lease / 3,
            ran: 0,
        }
    }

    pub(crate) fn ran(&self) -> u64 {
        self.ran
    }

    /// Ends the shift; what it held stays leased.
    pub(crate) fn into_link(self) -> Link {
        self.link
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.held.is_empty() && !self.look
    }

    /// Starts as many jobs as may run at a time.
    pub(crate) fn start_jobs(&mut self) {
        if self.lone == Lone::Running || (self.lone == Lone::Ready && !self.held_by_lone_alone()) {
            return;
        }
        while self.running.len() < self.runner.settings.concurrency.max(1) {
            let Some(job) = self.ready.pop_front() else { return };
            self.start(job);
            if self.lone == Lone::Ready {
                self.lone = Lone::Running;
            }
        }
    }

    fn held_by_lone_alone(&self) -> bool {
        self.held.len() == 1
    }

    fn start(&mut self, job: Claimed) {
        let Some(handler) = self.runner.handlers.get(job.lease.name).map(Arc::clone) else { return };
        let (ctx, time) = (self.runner.ctx.clone(), Arc::clone(&self.runner.time));
        self.ran += 1;
        self.running.spawn(async move {
            let outcome = handler.run(ctx, job.payload, &job.lease, || time.now()).await;
            (job.lease, outcome)
        });
    }

    /// Does what there is to do with the database: writes down what ended, renews leases, claims more. False if
    /// there was nothing; then [`Self::wait`].
    pub(crate) async fn exchange(&mut self) -> Result<bool, Error> {
        let mut busy = false;
        if Instant::now() >= self.next_renewal {
            self.renew().await?;
        }
        if self.must_settle() {
            self.settle().await?;
            // A handler may have enqueued what comes next, and not everybody rings.
            (busy, self.look) = (true, true);
        }
        if self.look && self.may_claim() {
            busy |= self.claim().await?;
        }
        Ok(busy)
    }

    /// Waits for a job to end, the bell, the next poll or renewal, or the end of it all.
    pub(crate) async fn wait(&mut self, cancel: &CancellationToken) {
        tokio::select! {
            biased;
            () = cancel.cancelled() => {}
            Some(ended) = self.running.join_next() => self.note(ended),
            () = self.runner.bell.rung() => self.look = true,
            () = tokio::time::sleep_until(self.next_look) => {
                self.look = true;
                self.next_look = Instant::now() + self.runner.settings.poll;
            }
            () = tokio::time::sleep_until(self.next_renewal) => {}
        }
        while let Some(ended) = self.running.try_join_next() {
            self.note(ended);
        }
    }

    /// Gives back what was not started, waits for what was, and writes down how it ended.
    pub(crate) async fn close(&mut self) {
        self.give_back_ready();
        let deadline = Instant::now() + GRACE;
        let _ = self.renew().await;
        loop {
            if let Err(error) = self.settle().await {
                tracing::warn!(%error, jobs = self.ledger.len(), "outcomes not written; the jobs will run again");
            }
            tokio::select! {
                ended = self.running.join_next() => match ended {
                    Some(ended) => self.note(ended),
                    None => return,
                },
                () = tokio::time::sleep_until(deadline) => break,
            }
        }
        self.running.shutdown().await;
        tracing::warn!(jobs = self.held.len(), "jobs interrupted; they will run again");
        for lease in self.held.values().cloned().collect::<Vec<_>>() {
            self.ledger.give_back(lease);
        }
        let _ = self.settle().await;
    }

    fn may_claim(&self) -> bool {
        self.ready.is_empty()
            && self.lone == Lone::Nobody
            && self.running.len() < self.runner.settings.concurrency.max(1)
    }

    fn must_settle(&self) -> bool {
        let Some(since) = self.ledger.since() else { return false };
        self.ready.is_empty()
            || self.lone == Lone::Ready
            || self.ledger.len() >= self.runner.settings.batch
            || since.elapsed() >= self.runner.settings.poll
    }

    fn note(&mut self, ended: Result<Ended, JoinError>) {
        // A handler's panic never gets here, and jobs are aborted only after the last call of this.
        let Ok((lease, outcome)) = ended else { return };
        if self.lone == Lone::Running {
            self.lone = Lone::Nobody;
        }
        self.ledger.record(lease, outcome);
    }

    async fn settle(&mut self) -> Result<(), Error> {
        let (settled, result) = self.ledger.settle(&mut self.link, self.runner.time.now()).await;
        for id in settled {
            self.held.remove(&id);
        }
        result
    }

    /// Keeps what is running. What has not been started for a third of a lease goes back: somebody else may be idle.
    async fn renew(&mut self) -> Result<(), Error> {
        self.look |= !self.ready.is_empty();
        self.postpone_lone();
        self.give_back_ready();
        self.settle().await?;
        if !self.held.is_empty() {
            let statement = Renew {
                id: self.held.keys().copied().collect(),
                token: self.held.values().map(|lease| lease.token).collect(),
                lease_until: self.lease_until(self.runner.time.now()),
            };
            let _: Vec<i64> = self.link.load(statement).await?;
        }
        self.next_renewal = Instant::now() + self.runner.settings.lease / 3;
        Ok(())
    }

    /// A suspect has held up all others for a third of a lease, and what it waits for still runs. Three leases for
    /// them, before it may try again.
    fn postpone_lone(&mut self) {
        if self.lone == Lone::Ready
            && let Some(job) = self.ready.pop_front()
        {
            let now = self.runner.time.now();
            self.ledger.postpone(job.lease, now + (self.lease_until(now) - now) * 3);
            self.lone = Lone::Nobody;
        }
    }

    fn give_back_ready(&mut self) {
        for job in self.ready.drain(..) {
            self.ledger.give_back(job.lease);
        }
        if self.lone == Lone::Ready {
            self.lone = Lone::Nobody;
        }
    }

    /// True if there were jobs.
    async fn claim(&mut self) -> Result<bool, Error> {
        if self.long_queue {
            self.link.plan_anew().await?;
        }
        let (settings, now) = (&self.runner.settings, self.runner.time.now());
        let batch = settings.batch.max(1);
        let statement = Claim {
            now,
            names: self.runner.names.clone(),
            at_most: i64::try_from(batch).unwrap_or(i64::MAX),
            lease_until: self.lease_until(now),
        };
        let rows = self.link.load(statement).await?;
        let mut jobs: Vec<Claimed> = rows.into_iter().filter_map(|row| self.claimed(row)).collect();
        jobs.sort_by_key(|job| (std::cmp::Reverse(job.priority), job.lease.run_at, job.lease.id));
        self.look = jobs.len() == batch;
        self.long_queue = self.look;
        self.next_look = Instant::now() + settings.poll;
        self.held.extend(jobs.iter().map(|job| (job.lease.id, job.lease.clone())));
        self.ready.extend(jobs);
        self.isolate_suspect();
        Ok(!self.held.is_empty() && !self.ready.is_empty())
    }

    /// If a job of this batch may be what killed its worker, keeps that one and gives the others back.
    fn isolate_suspect(&mut self) {
        let suspect = self.ready.iter().position(|job| job.lease.vanished && job.lease.attempts > SUSPECT);
        let Some(suspect) = suspect.and_then(|at| self.ready.remove(at)) else { return };
        tracing::warn!(
            job = suspect.lease.id,
            name = suspect.lease.name,
            "this job's worker keeps vanishing; it runs alone"
        );
        self.give_back_ready();
        self.ready.push_back(suspect);
        (self.lone, self.look) = (Lone::Ready, true);
    }

    fn lease_until(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + TimeDelta::from_std(self.runner.settings.lease).unwrap_or(TimeDelta::days(1))
    }

    fn claimed(&self, row: Row) -> Option<Claimed> {
        let (id, name, payload, priority, run_at, attempts, token, unique_key, vanished) = row;
        let name = self.runner.handlers.get(name.as_str())?.name;
        let lease = Lease { id, token, name, run_at, attempts, unique_key, vanished };
        Some(Claimed { lease, payload, priority })
    }
}

type Row = (i64, String, Value, i16, DateTime<Utc>, i32, i64, Option<String>, bool);
