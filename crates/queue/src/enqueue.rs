//! Writes jobs in the transaction that causes them, so that neither can be without the other.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::statements::Insert;
use crate::{Error, NewJob};

/// Adds jobs, in one statement however many. Call it in the transaction that makes them necessary, and ring the
/// [`crate::Bell`] once that has committed.
///
/// A job whose name and unique key another waiting job has is dropped; the waiting one stands as it is and is
/// locked until the caller's transaction ends. Without that lock a runner could take the waiting one now, read the
/// state from before this transaction, and the change made here would go unheard.
///
/// # Errors
/// [`Error::Database`]; the caller's transaction has then failed.
pub async fn enqueue(conn: &mut AsyncPgConnection, jobs: &[NewJob], now: DateTime<Utc>) -> Result<(), Error> {
    let mut seen = HashSet::new();
    let mut jobs: Vec<&NewJob> = jobs
        .iter()
        .filter(|job| job.unique_key.as_ref().is_none_or(|key| seen.insert((job.name, key))))
        .collect();
    if jobs.is_empty() {
        return Ok(());
    }
    // Two transactions that take the same keys in the same order cannot wait for each other in a circle. The sort
    // is stable, so jobs without a key keep the caller's order among themselves.
    jobs.sort_by_key(|job| job.unique_key.as_ref().map(|key| (job.name, key)));
    Insert {
        name: jobs.iter().map(|job| job.name).collect(),
        payload: jobs.iter().map(|job| &job.payload).collect(),
        priority: jobs.iter().map(|job| job.priority).collect(),
        run_at: jobs.iter().map(|job| job.run_at.unwrap_or(now)).collect(),
        unique_key: jobs.iter().map(|job| job.unique_key.as_deref()).collect(),
        line: jobs.iter().map(|job| job.line.as_deref()).collect(),
        now,
    }
    .execute(conn)
    .await?;
    Ok(())
}
