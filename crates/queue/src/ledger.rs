//! Gathers the outcomes of jobs, so that a batch of them is written with one statement per kind.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use crate::Error;
use crate::handler::{Lease, Outcome};
use crate::link::Link;
use crate::statements::{Finish, Park, PutBack};

/// Outcomes that the database does not know yet. One that could not be written stays, to be written later.
#[derive(Default)]
pub(crate) struct Ledger {
    done: Vec<Lease>,
    again: Vec<Waiting>,
    parked: Vec<(Lease, String)>,
    since: Option<Instant>,
}

struct Waiting {
    lease: Lease,
    run_at: DateTime<Utc>,
    /// A lease that has run out already: the next to claim it is to know that it vanished.
    lease_until: Option<DateTime<Utc>>,
    attempts: i32,
    error: Option<String>,
}

impl Ledger {
    pub(crate) fn record(&mut self, lease: Lease, outcome: Outcome) {
        self.since.get_or_insert_with(Instant::now);
        match outcome {
            Outcome::Done => self.done.push(lease),
            Outcome::Again { run_at, attempts, error } => {
                self.again.push(Waiting { lease, run_at, lease_until: None, attempts, error });
            }
            Outcome::Park(error) => self.parked.push((lease, error)),
        }
    }

    /// Gives a job back as if it had never been claimed.
    pub(crate) fn give_back(&mut self, lease: Lease) {
        let run_at = lease.run_at;
        self.postpone(lease, run_at);
    }

    /// The same, to run at another time.
    pub(crate) fn postpone(&mut self, lease: Lease, run_at: DateTime<Utc>) {
        self.since.get_or_insert_with(Instant::now);
        let attempts = lease.attempts - 1;
        let lease_until = lease.vanished.then_some(lease.run_at);
        self.again.push(Waiting { lease, run_at, lease_until, attempts, error: None });
    }

    pub(crate) fn len(&self) -> usize {
        self.done.len() + self.again.len() + self.parked.len()
    }

    /// Since when the oldest outcome has been waiting to be written.
    pub(crate) fn since(&self) -> Option<Instant> {
        self.since
    }

    /// Writes all outcomes; each statement leaves alone the jobs whose lease has gone to somebody else. Returns the
    /// ids of the jobs that are off our hands, also when it fails half-way.
    pub(crate) async fn settle(
        &mut self,
        link: &mut Link,
        now: DateTime<Utc>,
    ) -> (Vec<i64>, Result<(), Error>) {
        let mut settled = Vec::with_capacity(self.len());
        let result = self.write(link, now, &mut settled).await;
        if result.is_ok() {
            self.since = None;
        }
        (settled, result)
    }

    async fn write(
        &mut self,
        link: &mut Link,
        now: DateTime<Utc>,
        settled: &mut Vec<i64>,
    ) -> Result<(), Error> {
        if !self.done.is_empty() {
            let statement = Finish { id: ids(&self.done), token: tokens(&self.done) };
            check(link.load(statement).await?, self.done.len());
            settled.extend(self.done.drain(..).map(|lease| lease.id));
        }
        while !self.again.is_empty() {
            let now_or_later = self.distinct_keys_first();
            check(link.load(put_back(&self.again[..now_or_later])).await?, now_or_later);
            settled.extend(self.again.drain(..now_or_later).map(|waiting| waiting.lease.id));
        }
        if !self.parked.is_empty() {
            let statement = Park {
                id: self.parked.iter().map(|(lease, _)| lease.id).collect(),
                token: self.parked.iter().map(|(lease, _)| lease.token).collect(),
                error: self.parked.iter().map(|(_, error)| error.clone()).collect(),
                now,
            };
            check(link.load(statement).await?, self.parked.len());
            settled.extend(self.parked.drain(..).map(|(lease, _)| lease.id));
        }
        Ok(())
    }

    /// Moves jobs whose key an earlier one in the list has to the end, and says how many stand before them: one
    /// INSERT cannot give way to a row it has written itself.
    fn distinct_keys_first(&mut self) -> usize {
        let mut seen = HashSet::new();
        let (first, later): (Vec<_>, Vec<_>) = self.again.drain(..).partition(|waiting| {
            let key = waiting.lease.unique_key.clone();
            key.is_none_or(|key| seen.insert((waiting.lease.name, key)))
        });
        let count = first.len();
        self.again = first;
        self.again.extend(later);
        count
    }
}

fn put_back(jobs: &[Waiting]) -> PutBack {
    PutBack {
        id: jobs.iter().map(|job| job.lease.id).collect(),
        token: jobs.iter().map(|job| job.lease.token).collect(),
        run_at: jobs.iter().map(|job| job.run_at).collect(),
        attempts: jobs.iter().map(|job| job.attempts).collect(),
        error: jobs.iter().map(|job| job.error.clone()).collect(),
        lease_until: jobs.iter().map(|job| job.lease_until).collect(),
    }
}

fn ids(leases: &[Lease]) -> Vec<i64> {
    leases.iter().map(|lease| lease.id).collect()
}

fn tokens(leases: &[Lease]) -> Vec<i64> {
    leases.iter().map(|lease| lease.token).collect()
}

fn check(written: Vec<i64>, wanted: usize) {
    if written.len() < wanted {
        let lost = wanted - written.len();
        tracing::warn!(lost, "jobs took longer than their lease was renewed; another worker has them");
    }
}
