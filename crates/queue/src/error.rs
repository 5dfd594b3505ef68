//! What can go wrong with the queue itself; what goes wrong in a job is a `Verdict`.

use std::time::Duration;

use diesel_async::pooled_connection::deadpool::PoolError;

/// The queue could not do what was asked. Nothing was done by halves: each operation is one statement.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A message has no JSON form (a map with keys that are not text, a failing `Serialize`).
    #[error("the message {name} cannot be written as JSON")]
    Message {
        /// [`crate::Message::NAME`] of the message.
        name: &'static str,
        /// What serde said.
        source: serde_json::Error,
    },
    /// The database refused the statement, or the connection is gone.
    #[error("the job table cannot be read or written")]
    Database(#[from] diesel::result::Error),
    /// No connection could be had.
    #[error("no database connection for the job queue")]
    Pool(#[from] PoolError),
    /// The database did not answer within this time, which is the length of a lease.
    #[error("the database did not answer the job queue within {0:?}")]
    Silent(Duration),
}
