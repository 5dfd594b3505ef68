//! How many fetches one cause may have.

use crate::{Error, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A number of fetches, shared by all that one activity or one reader causes. Clones draw on the same number.
#[derive(Debug, Clone)]
pub struct Budget(Arc<AtomicU32>);

impl Budget {
    /// What one activity from elsewhere may cause.
    #[must_use]
    pub fn for_activity() -> Self {
        Self::of(10)
    }

    /// What one reader's look at a thread may cause.
    #[must_use]
    pub fn for_thread() -> Self {
        Self::of(100)
    }

    fn of(fetches: u32) -> Self {
        Self(Arc::new(AtomicU32::new(fetches)))
    }

    /// Takes one fetch.
    ///
    /// # Errors
    /// [`Error::Budget`] when none is left.
    pub fn take(&self) -> Result<()> {
        let one_less = |left: u32| left.checked_sub(1);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).map(drop).map_err(|_| Error::Budget)
    }
}
