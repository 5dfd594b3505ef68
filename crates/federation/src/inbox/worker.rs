//! Works arrivals off: in order for each actor, many actors at a time.

use super::rows::{self, Claimed};
use crate::activities::{self, Said};
use crate::{Error, Federation, Result};
use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt as _;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

/// Actors worked for at a time; most of that time is spent waiting for other servers.
const AT_ONCE: usize = 16;
/// As many arrivals as one claim takes.
const CLAIM: i64 = 64;
/// After so many attempts an arrival is parked.
const ATTEMPTS: i16 = 8;
/// The same, where the fault is ours.
const OUR_ATTEMPTS: i16 = 5;
/// How long one arrival may be worked on. The lease is longer.
const LIMIT: Duration = Duration::from_secs(45);
/// After so long the lease of what still waits is renewed.
const RENEW: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_secs(2);

/// The receiving half of federation's background work.
#[derive(Debug, Clone)]
pub struct Worker {
    federation: Federation,
}

/// What became of an actor's arrivals: which are done.
type Finished = (Id, Vec<i64>);

impl Worker {
    /// A worker; nothing runs yet.
    #[must_use]
    pub fn new(federation: Federation) -> Self {
        Self { federation }
    }

    /// Works until cancelled, then finishes what is under way.
    pub async fn run(self, cancel: CancellationToken) {
        let mut shift = Shift::default();
        while !cancel.is_cancelled() {
            let woken = self.federation.incoming.notified();
            let claimed = match self.start(&mut shift).await {
                Ok(claimed) => claimed,
                Err(error) => {
                    tracing::warn!(%error, "arrivals wait: the database does not answer");
                    0
                }
            };
            if claimed > 0 && shift.has_room() {
                continue;
            }
            tokio::select! {
                () = cancel.cancelled() => {}
                Some(done) = shift.running.join_next_with_id() => self.settle(&mut shift, done).await,
                () = woken, if shift.has_room() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
        while let Some(done) = shift.running.join_next_with_id().await {
            self.settle(&mut shift, done).await;
        }
    }

    /// Works off all that is due, for tests; answers how many arrivals there were.
    ///
    /// # Errors
    /// When Postgres fails.
    pub async fn run_until_idle(&self) -> Result<u64> {
        let mut total = 0;
        loop {
            let claimed = rows::claim(&self.federation.core, &[], CLAIM).await?;
            if claimed.is_empty() {
                return Ok(total);
            }
            total += u64::try_from(claimed.len()).unwrap_or_default();
            let mut done = Vec::new();
            for (_, arrivals) in by_actor(claimed) {
                done.extend(work(self.federation.clone(), arrivals, Instant::now()).await);
            }
            rows::finish(&self.federation.core, &done).await?;
        }
    }

    async fn start(&self, shift: &mut Shift) -> Result<usize> {
        if !shift.has_room() {
            return Ok(0);
        }
        let names: Vec<String> = shift.busy.values().cloned().collect();
        let claimed = rows::claim(&self.federation.core, &names, CLAIM).await?;
        let (count, since) = (claimed.len(), Instant::now());
        for (actor, arrivals) in by_actor(claimed) {
            let (federation, slots) = (self.federation.clone(), shift.slots.clone());
            let task = shift.running.spawn(async move {
                // Closed by nobody, so there is always a slot in the end.
                let _slot = slots.acquire_owned().await;
                work(federation, arrivals, since).await
            });
            shift.busy.insert(task.id(), actor);
        }
        Ok(count)
    }

    /// Finishes one actor's arrivals, and with them those of every other actor that is ready too: one commit for all.
    async fn settle(&self, shift: &mut Shift, first: Result<Finished, JoinError>) {
        let mut next = Some(first);
        let mut done = Vec::new();
        while let Some(result) = next {
            match result {
                Ok((task, ids)) => {
                    shift.busy.remove(&task);
                    done.extend(ids);
                }
                Err(error) => {
                    tracing::error!(%error, "an actor's arrivals wait until their lease is over");
                    shift.busy.remove(&error.id());
                }
            }
            next = shift.running.try_join_next_with_id();
        }
        if let Err(error) = rows::finish(&self.federation.core, &done).await {
            // Their leases run out and they are worked again, to no further effect.
            tracing::warn!(%error, "arrivals were worked but not marked so");
        }
    }
}

/// What is under way: a task per actor.
struct Shift {
    running: JoinSet<Vec<i64>>,
    busy: HashMap<Id, String>,
    slots: Arc<Semaphore>,
}

impl Shift {
    fn has_room(&self) -> bool {
        self.running.len() < AT_ONCE
    }
}

impl Default for Shift {
    fn default() -> Self {
        Self { running: JoinSet::new(), busy: HashMap::new(), slots: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

fn by_actor(claimed: Vec<Claimed>) -> HashMap<String, Vec<Claimed>> {
    let mut groups: HashMap<String, Vec<Claimed>> = HashMap::new();
    for arrival in claimed {
        groups.entry(arrival.actor_uri.clone()).or_default().push(arrival);
    }
    groups
}

/// Works one actor's arrivals in order; answers those that are done. What fails waits without holding up the rest,
/// which converge in any order.
async fn work(federation: Federation, arrivals: Vec<Claimed>, mut held: Instant) -> Vec<i64> {
    let mut done = Vec::with_capacity(arrivals.len());
    for (place, arrival) in arrivals.iter().enumerate() {
        if held.elapsed() > RENEW {
            let waiting: Vec<i64> = arrivals.iter().skip(place).map(|arrival| arrival.id).collect();
            if rows::renew(&federation.core, &waiting).await.is_err() {
                // They go to whoever claims them when the lease is over.
                return done;
            }
            held = Instant::now();
        }
        match attempt(&federation, arrival).await {
            None => done.push(arrival.id),
            Some((at, error)) => {
                if let Err(error) = rows::put_back(&federation.core, arrival.id, at, &error).await {
                    tracing::warn!(%error, "an arrival keeps its lease");
                }
            }
        }
    }
    done
}

/// When to try again (`None`: never) and why.
type Again = (Option<DateTime<Utc>>, String);

async fn attempt(federation: &Federation, arrival: &Claimed) -> Option<Again> {
    if arrival.attempts > ATTEMPTS {
        // It never came to an end: it took the process with it each time.
        return Some((None, "it was begun too often without an end".to_owned()));
    }
    let said = Said::of(&arrival.activity_uri, &arrival.actor_uri, &arrival.signer_uri, &arrival.body)?;
    let handled = AssertUnwindSafe(activities::handle(federation, said)).catch_unwind();
    match tokio::time::timeout(LIMIT, Box::pin(handled)).await {
        Ok(Ok(Ok(()))) => None,
        Ok(Ok(Err(error))) => failed(federation, arrival, &error),
        Ok(Err(_)) => Some((backoff(federation, arrival, true), "it made the program panic".to_owned())),
        Err(_) => Some((backoff(federation, arrival, true), "it took too long".to_owned())),
    }
}

/// What is refused is done with; what may heal waits; what is our fault waits, and is parked in the end.
fn failed(federation: &Federation, arrival: &Claimed, error: &Error) -> Option<Again> {
    let ours = matches!(error, Error::Core(hearth_core::Error::Internal(_)));
    if !ours && !error.passes() {
        tracing::debug!(%error, activity = arrival.activity_uri, "dropped");
        return None;
    }
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    tracing::info!(%error, cause, activity = arrival.activity_uri, "will be tried again");
    Some((backoff(federation, arrival, ours), format!("{error}: {cause}")))
}

/// When to try again: after 30 seconds, then ever later; `None` to park it.
fn backoff(federation: &Federation, arrival: &Claimed, ours: bool) -> Option<DateTime<Utc>> {
    let limit = if ours { OUR_ATTEMPTS } else { ATTEMPTS };
    let wait = TimeDelta::seconds(30) * i32::from(arrival.attempts).pow(3);
    (arrival.attempts < limit).then(|| federation.core.now() + wait)
}
