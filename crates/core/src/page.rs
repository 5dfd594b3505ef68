//! Keyset pages: which part of a list, newest first, somebody asks for.

/// A page of a list that is ordered by a falling 64-bit id.
///
/// `max` and `since` bound the ids (both exclusive) and ask for the newest ones between; `min` asks for the ones
/// directly above it instead. Answers are always newest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page {
    /// Only ids below this one.
    pub max: Option<i64>,
    /// Only ids above this one; the newest of them.
    pub since: Option<i64>,
    /// Only ids above this one; the oldest of them.
    pub min: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

impl Page {
    /// The newest `limit` entries.
    #[must_use]
    pub fn first(limit: i64) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Exclusive upper bound for a query.
    #[must_use]
    pub fn below(&self) -> i64 {
        self.max.unwrap_or(i64::MAX)
    }

    /// Exclusive lower bound for a query.
    #[must_use]
    pub fn above(&self) -> i64 {
        self.min.or(self.since).unwrap_or(i64::MIN)
    }

    /// Whether the rows directly above the lower bound are wanted, so that a query must sort upwards.
    #[must_use]
    pub fn upwards(&self) -> bool {
        self.min.is_some()
    }
}
