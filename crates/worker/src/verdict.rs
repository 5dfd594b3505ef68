//! What an error of a job means: try again, or let it be.

use hearth_queue::Verdict;

/// The whole chain of causes in one line, for the log and for whoever looks at parked jobs.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// What is gone, forbidden or unusable stays so; everything else may heal, and is parked if it does not.
pub(crate) fn of_core(error: &hearth_core::Error) -> Verdict {
    use hearth_core::Error;
    match error {
        Error::NotFound(_)
        | Error::Gone(_)
        | Error::Forbidden(_)
        | Error::Invalid(_)
        | Error::Conflict(_) => Verdict::Discard(told(error)),
        Error::Unavailable { .. } | Error::Internal(_) => Verdict::Retry(told(error)),
    }
}

/// As [`of_core`], for what other servers are asked.
pub(crate) fn of_federation(error: &hearth_federation::Error) -> Verdict {
    match error {
        hearth_federation::Error::Core(inner) => of_core(inner),
        other if other.passes() => Verdict::Retry(told(other)),
        other => Verdict::Discard(told(other)),
    }
}
