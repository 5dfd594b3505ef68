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

/// A list statement in both directions: `paged!("SELECT … WHERE …", "f.id", "$4")` gives the text that reads downwards
/// and the one that reads upwards, for [`Page::pick`].
#[macro_export]
macro_rules! paged {
    ($head:expr, $id:literal, $limit:literal) => {
        (
            concat!($head, " ORDER BY ", $id, " DESC LIMIT ", $limit),
            concat!($head, " ORDER BY ", $id, " LIMIT ", $limit),
        )
    };
}

impl Page {
    /// The text of [`paged!`](crate::paged) for the direction of this page.
    #[must_use]
    pub fn pick(&self, (downwards, upwards): (&'static str, &'static str)) -> &'static str {
        if self.upwards() { upwards } else { downwards }
    }

    /// Rows as [`Page::pick`]'s statement gave them, newest first.
    #[must_use]
    pub fn newest_first<T>(&self, mut rows: Vec<T>) -> Vec<T> {
        if self.upwards() {
            rows.reverse();
        }
        rows
    }
}
