//! What its author is told of a story's ways: per server, and never more than is known.

use super::State;
use crate::{Federation, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use hearth_core::Error;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::sql::sql;
use hearth_core::stories::show;

/// How long a server is asked again that did not accept.
pub(super) const PATIENCE: TimeDelta = TimeDelta::days(7);

/// How things stand with one server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It took the story.
    Has,
    /// The story was on its way there when it was taken back.
    MayHave,
    /// It could not be reached yet to be asked.
    NotAskedYet,
    /// It was asked to delete its copy.
    Asked,
    /// It accepted the request. Whether it deleted its copy is not known.
    Accepted,
    /// It refused the request; it is asked again for seven days.
    Refused,
    /// It did not accept in seven days.
    NoAnswer,
}

impl Standing {
    /// In words for the author.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Has => "has it",
            Self::MayHave => "may have it",
            Self::NotAskedYet => "not asked yet: it cannot be reached",
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NoAnswer => "no answer",
        }
    }
}

/// What is known of one server.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Its host.
    pub host: String,
    /// What it runs, where that is known.
    pub software: Option<String>,
    /// How things stand.
    pub standing: Standing,
    /// When the story was first handed to it.
    pub first_sent_at: DateTime<Utc>,
    /// When it was first asked to delete it.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it last answered.
    pub answered_at: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    host: String,
    #[diesel(sql_type = Nullable<Text>)]
    software: Option<String>,
    #[diesel(sql_type = SmallInt)]
    state: i16,
    #[diesel(sql_type = Timestamptz)]
    first_sent_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    asked_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answered_at: Option<DateTime<Utc>>,
}

/// The ledger of a story, for its author alone; of a deleted one too. By host.
///
/// # Errors
/// `NotFound` when there is no such story of theirs.
pub async fn receipts(federation: &Federation, author: AccountId, story: StoryId) -> Result<Vec<Receipt>> {
    if !show::is_by(&federation.core, author, story).await? {
        return Err(Error::NotFound("story").into());
    }
    let mut conn = federation.core.db.conn().await?;
    let rows = sql("SELECT p.host, p.software, h.state, h.first_sent_at, h.asked_at, h.answered_at \
                    FROM handed h JOIN peers p ON p.id = h.peer_id WHERE h.story_id = $1 ORDER BY p.host")
    .bind::<BigInt, _>(story)
    .load::<Row>(&mut conn)
    .await
    .map_err(Error::from)?;
    let now = federation.core.now();
    Ok(rows.into_iter().map(|row| row.read(now)).collect())
}

impl Row {
    fn read(self, now: DateTime<Utc>) -> Receipt {
        let over = self.asked_at.is_some_and(|at| now - at > PATIENCE);
        let standing = match State::from_i16(self.state) {
            State::Has => Standing::Has,
            State::Accepted => Standing::Accepted,
            State::MayHave => Standing::MayHave,
            _ if over => Standing::NoAnswer,
            State::Asked => Standing::Asked,
            State::Refused => Standing::Refused,
            State::ToBeAsked => Standing::NotAskedYet,
        };
        Receipt {
            host: self.host,
            software: self.software,
            standing,
            first_sent_at: self.first_sent_at,
            asked_at: self.asked_at,
            answered_at: self.answered_at,
        }
    }
}
