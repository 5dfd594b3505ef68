//! The queue against a real Postgres: one cluster for the process, a database for each test, a clock that tests step.

#![expect(clippy::unwrap_used, reason = "in a test, what cannot be is a failure")]

mod bell;
mod enqueue;
mod failures;
mod inspect;
mod kit;
mod leases;
mod lines;
mod outage;
mod run;
mod unique_key;
