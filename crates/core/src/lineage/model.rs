//! What is known of a story that names another.

use crate::ids::{AccountId, StoryId};
use crate::markup;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, SmallInt, Text};
use serde::Serialize;

/// How the first author stands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum State {
    /// They are not asked: it is the words of whoever names their story.
    Named = 0,
    /// They are asked.
    Asked = 1,
    /// They said yes.
    Accepted = 2,
    /// They said no.
    Declined = 3,
    /// They took their yes back.
    Revoked = 4,
}

impl State {
    /// From the number in the database; an unknown number is nobody's yes.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Asked,
            2 => Self::Accepted,
            3 => Self::Declined,
            4 => Self::Revoked,
            _ => Self::Named,
        }
    }
}

/// The story that a story names, as its readers are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspired {
    /// Where it is known here.
    pub id: Option<StoryId>,
    /// Its ActivityPub id, or the address that was given where nothing answered there.
    pub uri: String,
    /// Its page.
    pub url: String,
    /// How its author stands to that; for the two authors alone, but for the yes.
    pub state: State,
}

impl Inspired {
    /// The line in the story. It holds the address and nothing else of the other story: not a word of somebody who has
    /// not agreed.
    #[must_use]
    pub fn line(&self) -> String {
        format!("<p>Inspired by {}</p>", markup::web_link(&self.url))
    }
}

/// The row, joined from the left.
#[derive(QueryableByName)]
pub(crate) struct InspiredRow {
    #[diesel(sql_type = Nullable<BigInt>)]
    inspired_id: Option<StoryId>,
    #[diesel(sql_type = Nullable<Text>)]
    source_uri: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    source_url: Option<String>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    inspired_state: Option<i16>,
}

impl From<InspiredRow> for Option<Inspired> {
    fn from(row: InspiredRow) -> Self {
        Some(Inspired {
            id: row.inspired_id,
            uri: row.source_uri?,
            url: row.source_url?,
            state: State::from_i16(row.inspired_state?),
        })
    }
}

/// What two servers say to one another of it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Link {
    /// The story that names another.
    #[diesel(sql_type = BigInt)]
    pub story: StoryId,
    /// Who tells it.
    #[diesel(sql_type = BigInt)]
    pub author: AccountId,
    /// Its ActivityPub id.
    #[diesel(sql_type = Text)]
    pub story_uri: String,
    /// Who told the story that it names, where that is known here.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub source_author: Option<AccountId>,
    /// ActivityPub id of the story that it names.
    #[diesel(sql_type = Text)]
    pub source_uri: String,
    /// See [`State`].
    #[diesel(sql_type = SmallInt)]
    pub(super) state: i16,
    /// Id of the Offer.
    #[diesel(sql_type = Text)]
    pub offer_uri: String,
    /// Id of the last answer.
    #[diesel(sql_type = Nullable<Text>)]
    pub answer_uri: Option<String>,
}

impl Link {
    /// How the first author stands to it.
    #[must_use]
    pub fn state(&self) -> State {
        State::from_i16(self.state)
    }
}
