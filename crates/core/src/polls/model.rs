//! What a poll is.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz};

/// What a story asks. Who chose what is no part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// In the author's order.
    pub choices: Vec<Choice>,
    /// People who voted; `None` where its server does not say.
    pub voters: Option<i64>,
    /// One may choose several.
    pub multiple: bool,
    /// Nobody sees votes before the end.
    pub hide_totals: bool,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// Its end was told.
    pub ended: bool,
    /// Grows with each change.
    pub version: i32,
}

/// One of the options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its words.
    pub title: String,
    /// How many chose it.
    pub votes: i64,
}

impl Poll {
    /// Whether it is over at `now`.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }

    /// All votes together.
    #[must_use]
    pub fn votes(&self) -> i64 {
        self.choices.iter().map(|choice| choice.votes).sum()
    }
}

/// The row, joined from the left.
#[derive(QueryableByName)]
pub(crate) struct PollRow {
    #[diesel(sql_type = Nullable<Array<Text>>)]
    options: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Array<BigInt>>)]
    tallies: Option<Vec<i64>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    voters: Option<i64>,
    #[diesel(sql_type = Nullable<Bool>)]
    multiple: Option<bool>,
    #[diesel(sql_type = Nullable<Bool>)]
    hide_totals: Option<bool>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ends_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Bool>)]
    ended: Option<bool>,
    #[diesel(sql_type = Nullable<Integer>)]
    poll_version: Option<i32>,
}

impl From<PollRow> for Option<Poll> {
    fn from(row: PollRow) -> Self {
        let choices = row.options?.into_iter().zip(row.tallies?);
        Some(Poll {
            choices: choices.map(|(title, votes)| Choice { title, votes }).collect(),
            voters: row.voters,
            multiple: row.multiple?,
            hide_totals: row.hide_totals?,
            ends_at: row.ends_at,
            ended: row.ended?,
            version: row.poll_version?,
        })
    }
}
