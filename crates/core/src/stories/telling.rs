//! What a story says about itself: what it is, and which answers its author hopes for.

use crate::Result;
use crate::db::Conn;
use crate::ids::StoryId;
use crate::schema::tellings;
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Nullable, SmallInt, Text};
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};

/// What a story says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Telling {
    /// What it is.
    pub kind: Kind,
    /// Which answers are hoped for.
    pub wish: Wish,
    /// Ids of content notes ([`crate::notes`]).
    pub notes: Vec<String>,
    /// A content note in the author's own words.
    pub own_words: String,
    /// Others may pass it on.
    pub boosts: bool,
}

impl Telling {
    /// Whether a reader who wants these notes open may be shown it without a fold: what stands in the author's own words
    /// nobody can choose beforehand.
    #[must_use]
    pub fn covered_by(&self, open: &[String]) -> bool {
        !self.notes.is_empty()
            && self.own_words.is_empty()
            && self.notes.iter().all(|note| open.contains(note))
    }
}

/// What somebody tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum Kind {
    /// What they lived through.
    #[default]
    Story = 0,
    /// Something small that went forward.
    SmallStep = 1,
    /// Something reached.
    Milestone = 2,
    /// Something that helps, made by others.
    Resource = 3,
    /// Something that helped them.
    CopingIdea = 4,
    /// Words of somebody.
    Quote = 5,
    /// Something they ask.
    Question = 6,
}

impl Kind {
    /// From the number in the database.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::SmallStep,
            2 => Self::Milestone,
            3 => Self::Resource,
            4 => Self::CopingIdea,
            5 => Self::Quote,
            6 => Self::Question,
            _ => Self::Story,
        }
    }

    /// Whether it is the teller's own life: not passed on by others unless they say so.
    #[must_use]
    pub fn is_own_experience(self) -> bool {
        matches!(self, Self::Story | Self::SmallStep | Self::Milestone)
    }

    /// The wish it has unless its author says another.
    #[must_use]
    pub fn wish(self) -> Wish {
        if self.is_own_experience() { Wish::JustHearMe } else { Wish::Open }
    }
}

/// Which answers the author of a story hopes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum Wish {
    /// Nothing said.
    #[default]
    #[serde(rename = "none")]
    Open = 0,
    /// To be heard, without advice.
    JustHearMe = 1,
    /// To hear from those who have been there.
    Relate = 2,
    /// Ideas.
    AdviceWelcome = 3,
    /// Answers of people they follow or have in a circle; others wait for their yes.
    Circle = 4,
    /// None; what comes waits for their yes.
    NoReplies = 5,
}

impl Wish {
    /// From the number in the database.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::JustHearMe,
            2 => Self::Relate,
            3 => Self::AdviceWelcome,
            4 => Self::Circle,
            5 => Self::NoReplies,
            _ => Self::Open,
        }
    }

    /// The wish as anybody may read it; empty where nothing is wished.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::JustHearMe => "just listening, please.",
            Self::Relate => "tell me if you have been there.",
            Self::AdviceWelcome => "ideas are welcome.",
            Self::Circle => "from my circle.",
            Self::NoReplies => "not looking for replies.",
        }
    }

    /// The last line of the story as HTML; empty where nothing is wished.
    #[must_use]
    pub(super) fn line(self) -> String {
        match self.words() {
            "" => String::new(),
            words => format!("<p>Reply wish: {words}</p>"),
        }
    }
}

/// Writes what a story says about itself, instead of what it said before.
pub(super) async fn write(tx: &mut Conn, story: StoryId, telling: &Telling) -> Result<()> {
    let says = (
        tellings::kind.eq(telling.kind as i16),
        tellings::wish.eq(telling.wish as i16),
        tellings::notes.eq(&telling.notes),
        tellings::own_words.eq(&telling.own_words),
        tellings::boosts.eq(telling.boosts),
    );
    diesel::insert_into(tellings::table)
        .values((tellings::story_id.eq(story.0), says))
        .on_conflict(tellings::story_id)
        .do_update()
        .set(says)
        .execute(tx)
        .await?;
    Ok(())
}

/// What a story says about itself now.
pub(super) async fn of(tx: &mut Conn, story: StoryId) -> Result<Option<Telling>> {
    let row = tellings::table
        .find(story.0)
        .select((tellings::kind, tellings::wish, tellings::notes, tellings::own_words, tellings::boosts))
        .first::<(i16, i16, Vec<String>, String, bool)>(tx)
        .await
        .optional()?;
    Ok(row.map(|(kind, wish, notes, own_words, boosts)| Telling {
        kind: Kind::from_i16(kind),
        wish: Wish::from_i16(wish),
        notes,
        own_words,
        boosts,
    }))
}

/// The row, joined from the left.
#[derive(QueryableByName)]
pub(super) struct TellingRow {
    #[diesel(sql_type = Nullable<SmallInt>)]
    told_as: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    wish: Option<i16>,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    notes: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Text>)]
    own_words: Option<String>,
    #[diesel(sql_type = Nullable<Bool>)]
    boosts: Option<bool>,
}

impl From<TellingRow> for Option<Telling> {
    fn from(row: TellingRow) -> Self {
        Some(Telling {
            kind: Kind::from_i16(row.told_as?),
            wish: Wish::from_i16(row.wish?),
            notes: row.notes?,
            own_words: row.own_words?,
            boosts: row.boosts?,
        })
    }
}

impl super::StoryView {
    /// Whether a reader who wants the notes in `open` shown open gets the story so.
    #[must_use]
    pub(crate) fn opened_by(&self, open: &[String]) -> bool {
        self.telling.as_ref().is_some_and(|telling| telling.covered_by(open))
            && self.story.summary == self.noted()
    }
}
