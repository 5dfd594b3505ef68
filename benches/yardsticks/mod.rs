//! What the machine could do at best, measured in the same run by the same libraries: every ratio is to one of these.

mod crypto;
pub mod hello;
mod pictures;
mod postgres;
mod posting;

pub use crypto::{sign, verify};
pub use pictures::{least, photograph};
pub use postgres::{Database, open};

use crate::Plan;
use crate::server::Server;
use crate::signing::Key;
use anyhow::Result;
use hello::Hello;

/// Processor microseconds of each part, and what one commit takes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Yardsticks {
    /// One RSA-2048 signature.
    pub sign: f64,
    /// One RSA-2048 verification.
    pub verify: f64,
    /// Answering a small GET over a kept connection.
    pub hello: f64,
    /// Answering a GET with 20 KB.
    pub page: f64,
    /// Taking a POST of 2 KB.
    pub take: f64,
    /// Sending a POST of 2 KB over a kept connection.
    pub post: f64,
    /// One row inserted and committed by itself, on the server's own Postgres.
    pub insert: f64,
    /// The same by the clock: half of the commits take less, in milliseconds.
    pub commit: f64,
    /// 99 of 100 commits take less, in milliseconds.
    pub slow_commit: f64,
    /// An activity's three rows (name, story, notification: six index entries), 32 activities to a commit.
    pub batched: f64,
    /// A row written, claimed and deleted, 1,000 and 100 at a time.
    pub queued: f64,
}

impl Yardsticks {
    /// The least a delivery can cost: sign, post, one row of a queue.
    pub fn delivery(&self) -> f64 {
        self.sign + self.post + self.queued
    }

    /// The least a new activity can cost: take, verify, three rows in a shared commit, 10 µs to read the JSON.
    pub fn arrival(&self) -> f64 {
        self.take + self.verify + self.batched + 10.0
    }
}

/// Measures all of them; the server's Postgres serves for the last four.
pub async fn measure(plan: &Plan, key: &Key, server: &Server) -> Result<Yardsticks> {
    let mut found = Yardsticks {
        sign: sign(key, plan.of(2_000))?,
        verify: verify(key, plan.of(20_000))?,
        ..Yardsticks::default()
    };
    let hello = Hello::start()?;
    found.hello = hello.get(plan, "/").await?;
    found.page = hello.get(plan, "/page").await?;
    found.take = hello.take(plan).await?;
    found.post = posting::post(plan, hello.address).await?;
    drop(hello);
    let database = postgres::make(server).await?;
    (found.insert, found.commit, found.slow_commit) = database.single(plan, server).await?;
    found.batched = database.batched(plan, server).await?;
    found.queued = database.queued(plan, server).await?;
    Ok(found)
}
