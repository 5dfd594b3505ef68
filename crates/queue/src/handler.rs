//! Runs one job and judges how it went; nothing a handler does, panic included, gets past here.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;

use crate::{Message, Verdict, backoff};

/// A job that panics is parked after this many attempts, if its message does not say fewer: a bug seldom heals.
const PANICS: i32 = 5;
/// As much of an error as is worth a row.
const LONGEST_ERROR: usize = 2000;
/// Nobody waits longer than this, and it keeps the sum within what the types can hold.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(3650);

type Run<C> =
    dyn Fn(C, Value) -> Result<BoxFuture<'static, Result<(), Verdict>>, serde_json::Error> + Send + Sync;

/// What runs the jobs of one name.
pub(crate) struct Handler<C> {
    pub(crate) name: &'static str,
    max_attempts: i32,
    run: Box<Run<C>>,
}

/// Which job is held, and by which lease.
#[derive(Debug, Clone)]
pub(crate) struct Lease {
    pub(crate) id: i64,
    pub(crate) token: i64,
    pub(crate) name: &'static str,
    pub(crate) run_at: DateTime<Utc>,
    /// This one included.
    pub(crate) attempts: i32,
    pub(crate) unique_key: Option<String>,
    /// The worker that held it before died or stalled.
    pub(crate) vanished: bool,
}

/// What is to become of a job's row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Delete it.
    Done,
    /// Let it wait until `run_at`, with this count of attempts behind it.
    Again { run_at: DateTime<Utc>, attempts: i32, error: Option<String> },
    /// Set it aside for this reason.
    Park(String),
}

enum Attempt {
    Finished(Result<(), Verdict>),
    Unreadable(serde_json::Error),
    Panicked(String),
}

impl<C> Handler<C> {
    pub(crate) fn new<M, F, Fut>(handle: F) -> Self
    where
        M: Message,
        F: Fn(C, M) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Verdict>> + Send + 'static,
    {
        let run = move |ctx, payload| Ok(handle(ctx, serde_json::from_value(payload)?).boxed());
        Self { name: M::NAME, max_attempts: M::MAX_ATTEMPTS, run: Box::new(run) }
    }

    /// Runs the job and says what is to become of it. `now` is asked when it has ended.
    pub(crate) async fn run(
        &self,
        ctx: C,
        payload: Value,
        lease: &Lease,
        now: impl Fn() -> DateTime<Utc>,
    ) -> Outcome {
        if lease.attempts > self.max_attempts {
            let times = lease.attempts - 1;
            return self.park(lease, format!("its worker vanished in the middle of it; {times} attempts"));
        }
        let attempt = async {
            match (self.run)(ctx, payload) {
                Ok(running) => Attempt::Finished(running.await),
                Err(error) => Attempt::Unreadable(error),
            }
        };
        let attempt = AssertUnwindSafe(attempt).catch_unwind().await;
        self.judge(attempt.unwrap_or_else(|panic| Attempt::Panicked(text_of(&*panic))), lease, now())
    }

    fn judge(&self, attempt: Attempt, lease: &Lease, now: DateTime<Utc>) -> Outcome {
        let back_off = backoff::after(lease.attempts, lease.id);
        match attempt {
            Attempt::Finished(Ok(())) => Outcome::Done,
            Attempt::Finished(Err(Verdict::Discard(reason))) => {
                tracing::info!(job = lease.id, name = lease.name, reason, "job discarded");
                Outcome::Done
            }
            Attempt::Finished(Err(Verdict::Retry(reason))) => {
                self.again(lease, self.max_attempts, now, back_off, reason)
            }
            Attempt::Finished(Err(Verdict::RetryAfter(wait, reason))) => {
                let wait = TimeDelta::from_std(wait).map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT));
                self.again(lease, self.max_attempts, now, wait, reason)
            }
            Attempt::Panicked(what) => {
                self.again(lease, self.max_attempts.min(PANICS), now, back_off, format!("panicked: {what}"))
            }
            Attempt::Unreadable(error) => self.park(lease, format!("the payload cannot be read: {error}")),
        }
    }

    fn again(
        &self,
        lease: &Lease,
        limit: i32,
        now: DateTime<Utc>,
        wait: TimeDelta,
        error: String,
    ) -> Outcome {
        if lease.attempts >= limit {
            return self.park(lease, error);
        }
        tracing::info!(
            job = lease.id,
            name = lease.name,
            attempts = lease.attempts,
            error,
            "job failed, will be retried"
        );
        Outcome::Again { run_at: now + wait, attempts: lease.attempts, error: Some(fit(error)) }
    }

    fn park(&self, lease: &Lease, error: String) -> Outcome {
        tracing::warn!(job = lease.id, name = lease.name, attempts = lease.attempts, error, "job parked");
        Outcome::Park(fit(error))
    }
}

/// Postgres text cannot hold a NUL, and one job's error must not keep the others of its batch from being written.
fn fit(error: String) -> String {
    let clean = if error.contains('\0') { error.replace('\0', "\u{fffd}") } else { error };
    match clean.char_indices().nth(LONGEST_ERROR) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

fn text_of(panic: &(dyn Any + Send)) -> String {
    if let Some(text) = panic.downcast_ref::<&str>() {
        return (*text).to_owned();
    }
    panic.downcast_ref::<String>().cloned().unwrap_or_else(|| "without a word".to_owned())
}
