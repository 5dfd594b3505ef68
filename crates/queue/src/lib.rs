//! Durable jobs on Postgres: what a transaction leaves to be done later is a row it commits with, and the row goes when the work is done.
//!
//! * [`enqueue`] writes jobs inside the caller's transaction: they exist if and only if it commits.
//! * [`Runner`] claims them in batches with a lease, runs them, deletes what is done, puts back what failed,
//!   parks what keeps failing. A job whose worker died is claimed again when its lease runs out.
//!   So a handler may be run more than once, and must be idempotent.
//! * [`Bell`] wakes runners, so that work starts within a millisecond of the commit; polling is the net below it.
//!
//! # Why no trigger sends the NOTIFY
//!
//! A transaction that has sent a NOTIFY takes one lock for the whole cluster before it commits and holds it until
//! its WAL is on disk, so all such commits stand in one line, and group commit is lost. Measured on two cores with
//! eight clients inserting one job each, durable: 3,050–3,300 commits a second without a trigger, 940–1,900 with a
//! statement-level one. People's requests must not pay that. Here the transaction's owner rings a [`Bell`] after
//! the commit; the bell wakes the runner in its own process, and a background task passes it on to other
//! processes with a NOTIFY in a tiny transaction of its own, at most once in 20 ms however often it was rung.
//! If the process dies in between, polling finds the job.
//!
//! # Clocks
//!
//! All times come from the caller. Leases are compared across workers, so machines that share a database must agree
//! on the time to well within a lease (NTP does). Where they do not, jobs may run twice; none is lost.

#![forbid(unsafe_code)]

mod backoff;
mod bell;
mod enqueue;
mod error;
mod handler;
mod inspect;
mod ledger;
mod link;
mod message;
mod runner;
mod schema;
mod shift;
mod statements;
mod time;
mod verdict;

pub use bell::{Bell, Connect};
pub use enqueue::enqueue;
pub use error::Error;
pub use inspect::{Parked, Waiting, oldest_due, parked, retry_parked, waiting};
pub use message::{Message, NewJob};
pub use runner::{Clock, Runner, Settings};
pub use verdict::Verdict;

/// The pool that a [`Runner`] and a [`Bell`] take their connections from.
pub type Pool = diesel_async::pooled_connection::deadpool::Pool<diesel_async::AsyncPgConnection>;
