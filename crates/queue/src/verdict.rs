//! What a handler's failure means: only the handler can know whether trying again may help.

use std::time::Duration;

/// A handler's `Err`. The text is for the log and for the person who looks at parked jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// May work later: tried again after the back-off, parked after [`crate::Message::MAX_ATTEMPTS`].
    Retry(String),
    /// May work after this long (somebody said so, as with `Retry-After`); counts as an attempt like any other.
    RetryAfter(Duration, String),
    /// Will never work, and nobody needs to see it: the job is dropped, the reason is logged.
    Discard(String),
}
