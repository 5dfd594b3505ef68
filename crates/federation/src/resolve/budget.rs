//! How many fetches one cause may have.

use crate::{Error, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A number of fetches, shared by all that one activity or one reader causes. Clones draw on the same number.
#[derive(Debug, Clone)]
pub struct Budget {
    left: Arc<AtomicU32>,
    hurried: bool,
}

impl Budget {
    /// What one activity from elsewhere may cause.
    #[must_use]
    pub fn for_activity() -> Self {
        Self::of(10, false)
    }

    /// What one reader's look at a thread may cause.
    #[must_use]
    pub fn for_thread() -> Self {
        Self::of(100, false)
    }

    /// What a request that waits for its answer may cause: it takes a free place at once or none.
    #[must_use]
    pub fn at_the_door() -> Self {
        Self::of(4, true)
    }

    /// What one page or picture may cause.
    #[must_use]
    pub fn for_page() -> Self {
        Self::of(1, false)
    }

    fn of(fetches: u32, hurried: bool) -> Self {
        Self { left: Arc::new(AtomicU32::new(fetches)), hurried }
    }

    /// Takes one fetch.
    ///
    /// # Errors
    /// [`Error::Budget`] when none is left.
    pub fn take(&self) -> Result<()> {
        let one_less = |left: u32| left.checked_sub(1);
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
            .map(drop)
            .map_err(|_| Error::Budget)
    }

    /// Whether somebody waits for the outcome, so that there is no queueing.
    pub(super) fn is_hurried(&self) -> bool {
        self.hurried
    }
}
