//! What somebody wants to tell, checked: a story that can be published.

use super::model::{Audience, QuotePolicy};
use super::telling::{Kind, Telling, Wish};
use crate::ids::{AccountId, CircleId, StoryId};
use crate::markup::Format;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Longest text of a story, in characters as [`crate::markup::count`] counts them.
pub const MAX_CHARACTERS: usize = 20_000;
/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest content notes, in characters.
pub const MAX_SUMMARY: usize = 500;

/// What somebody wants to tell. Drafts are kept as JSON in this form ([`crate::drafts`]), so a new field needs a default
/// there: earlier rows lack it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Title; may be empty.
    pub title: String,
    /// As typed.
    pub text: String,
    /// How to read the text; Markdown unless it says otherwise.
    #[serde(default = "markdown")]
    pub format: Format,
    /// Content notes; may be empty.
    pub summary: String,
    /// Cover media.
    pub sensitive: bool,
    /// Who may read it; `None` takes the member's default.
    pub audience: Option<Audience>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The story it answers.
    #[serde(rename = "in_reply_to_id", alias = "parent")]
    pub parent: Option<StoryId>,
    /// Who may quote; `None` takes the default (anyone for open stories, else nobody).
    pub quote_policy: Option<QuotePolicy>,
    /// The circle it is for, if `audience` is [`Audience::Circle`].
    pub circle: Option<CircleId>,
    /// The community (an account of kind Group) it is told in. A reply is told where what it answers was.
    pub community: Option<AccountId>,
    /// When it deletes itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// What it is; `None` says nothing (a story told by an app for Mastodon).
    pub kind: Option<Kind>,
    /// Which answers are hoped for; `None` takes the kind's default.
    pub wish: Option<Wish>,
    /// Ids of content notes ([`crate::notes`]).
    pub notes: Vec<String>,
    /// A content note in one's own words.
    pub own_words: String,
    /// Whether others may pass it on; `None` takes the kind's default.
    pub boosts: Option<bool>,
    /// The story that gave it courage: an id here, or an address anywhere. Empty for none.
    pub inspired_by: String,
    /// Whoever told that story is told by a mention, where their server knows no other way.
    pub tell: bool,
    /// `Idempotency-Key`: the same key within an hour gives the same story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

/// How people write whose app says nothing of it.
fn markdown() -> Format {
    Format::Markdown
}

impl Draft {
    /// A draft of plain text with the defaults.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// Checks lengths and that there is something to tell.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the texts Mastodon's clients know (`Validation failed: …`).
    pub fn check(&self) -> Result<()> {
        let text = self.text.trim();
        if text.is_empty() && self.title.trim().is_empty() {
            return Err(Error::invalid("Validation failed: Text can't be blank"));
        }
        if crate::markup::count(text) + self.words_of_warning().chars().count() > MAX_CHARACTERS {
            return Err(Error::Invalid(format!(
                "Validation failed: Text character limit of {MAX_CHARACTERS} exceeded"
            )));
        }
        if self.title.chars().count() > MAX_TITLE {
            return Err(Error::Invalid(format!(
                "Validation failed: Title is longer than {MAX_TITLE} characters"
            )));
        }
        if self.words_of_warning().chars().count() > MAX_SUMMARY {
            return Err(Error::Invalid(format!(
                "Validation failed: Content note is longer than {MAX_SUMMARY} characters"
            )));
        }
        crate::notes::check(&self.notes)
    }

    /// Content notes as words: those of the vocabulary, the author's own, and what an app sent.
    #[must_use]
    pub fn words_of_warning(&self) -> String {
        crate::notes::compose(&self.notes, &self.own_words, &self.summary)
    }

    /// What it says about itself; `None` where it says nothing.
    #[must_use]
    pub fn telling(&self) -> Option<Telling> {
        let says = self.kind.is_some() || self.wish.is_some() || self.boosts.is_some();
        if !says && self.notes.is_empty() && self.own_words.trim().is_empty() {
            return None;
        }
        // Without a kind it is what apps tell: nothing is wished for that was not said.
        let (wish, boosts) =
            self.kind.map_or((Wish::Open, true), |kind| (kind.wish(), !kind.is_own_experience()));
        Some(Telling {
            kind: self.kind.unwrap_or_default(),
            wish: self.wish.unwrap_or(wish),
            notes: self.notes.clone(),
            own_words: self.own_words.trim().to_owned(),
            boosts: self.boosts.unwrap_or(boosts),
        })
    }
}
