//! Threads that sign, one for each core: a signature takes a quarter of a millisecond of one, which would keep
//! requests of people waiting if it was done where they are served.

use super::post;
use super::row::Row;
use super::trouble::Outcome;
use crate::client::Client;
use crate::signatures::{Outgoing, Scheme, SignatureError, cavage, rfc9421};
use hearth_core::clock::Clock;
use http::HeaderMap;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;

/// Every server reads this one.
const CONTENT_TYPE: &str = "application/activity+json";

/// One delivery on its way: to be signed, then posted.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) row: Row,
    /// Its number among the requests under way.
    pub(super) slot: u64,
    pub(super) scheme: Scheme,
    /// How the same delivery ended when it was signed in the other scheme.
    pub(super) before: Option<Outcome>,
    /// Where to say how it ended.
    pub(super) back: UnboundedSender<Report>,
    pub(super) runtime: Handle,
}

/// How a delivery ended.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) row: Row,
    pub(super) slot: u64,
    pub(super) outcome: Outcome,
    /// How it was signed in the end.
    pub(super) scheme: Scheme,
    /// From the request to its answer.
    pub(super) took: Duration,
}

/// The threads; they end when this is dropped.
#[derive(Debug)]
pub(super) struct Signers(Arc<Bench>);

/// What the threads share.
#[derive(Debug)]
pub(super) struct Bench {
    pub(super) client: Client,
    pub(super) clock: Arc<dyn Clock>,
    /// `None` once there is nothing more to come.
    queue: Mutex<Option<VecDeque<Job>>>,
    bell: Condvar,
}

impl Signers {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives none.
    pub(super) fn start(client: Client, clock: Arc<dyn Clock>) -> std::io::Result<Self> {
        let bench = Bench { client, clock, queue: Mutex::new(Some(VecDeque::new())), bell: Condvar::new() };
        let signers = Self(Arc::new(bench));
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        for _ in 0..cores {
            let bench = Arc::clone(&signers.0);
            std::thread::Builder::new().name("hearth-sign".to_owned()).spawn(move || bench.work())?;
        }
        Ok(signers)
    }

    /// Signs and posts as soon as a thread is free.
    pub(super) fn submit(&self, job: Job) {
        self.0.submit(job);
    }
}

impl Drop for Signers {
    fn drop(&mut self) {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.0.bell.notify_all();
    }
}

impl Bench {
    pub(super) fn submit(&self, job: Job) {
        if let Some(queue) = self.queue.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            queue.push_back(job);
            self.bell.notify_one();
        }
    }

    fn work(self: Arc<Self>) {
        while let Some(job) = self.next() {
            let signed = self.sign(&job);
            let runtime = job.runtime.clone();
            runtime.spawn(post::post(Arc::clone(&self), job, signed));
        }
    }

    /// Waits for the next job; `None` when there will be none.
    fn next(&self) -> Option<Job> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(job) = queue.as_mut()?.pop_front() {
                return Some(job);
            }
            queue = self.bell.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn sign(&self, job: &Job) -> Result<HeaderMap, SignatureError> {
        let keys = job.row.said.keys.as_ref().ok_or(SignatureError::KeyUnusable("there is none"))?;
        let outgoing = Outgoing::post(&job.row.url, self.clock.now(), &job.row.said.digest, CONTENT_TYPE);
        match job.scheme {
            Scheme::Cavage => cavage::sign(&outgoing, &keys.rsa.uri, &keys.rsa.key),
            Scheme::Rfc9421 => rfc9421::sign(&outgoing, &keys.rsa.uri, &keys.rsa.key),
        }
    }
}
