//! Sends what is due until told to stop.

use crate::{Error, Federation};
use tokio_util::sync::CancellationToken;

/// Sends deliveries; any number may run on one database.
#[derive(Debug)]
pub struct Sender {
    #[expect(dead_code, reason = "the engine comes next")]
    federation: Federation,
}

impl Sender {
    /// A sender; nothing is sent yet.
    #[must_use]
    pub fn new(federation: Federation) -> Self {
        Self { federation }
    }

    /// Sends until cancelled, then finishes what is under way.
    pub async fn run(self, cancel: CancellationToken) {
        cancel.cancelled().await;
    }

    /// Sends all that is due by the clock and answers how many requests that took.
    ///
    /// # Errors
    /// When Postgres fails.
    #[expect(clippy::unused_async, reason = "the engine comes next")]
    pub async fn run_until_idle(&self) -> Result<u64, Error> {
        Ok(0)
    }
}
