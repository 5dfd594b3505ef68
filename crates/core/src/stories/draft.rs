//! What somebody wants to tell, checked: a story that can be published.

use super::model::{Audience, QuotePolicy, StoryView};
use super::telling::{Kind, Telling, Wish};
use crate::communities::notes::CommunityNote;
use crate::ids::{AccountId, AttachmentId, CircleId, StoryId};
use crate::markup::Format;
use crate::media::{self, Described};
use crate::polls;
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
    /// Who may quote; `None` takes the default (anyone for open stories, else nobody; nobody for what somebody lived
    /// through). `true` and `false` are read too: anyone, nobody.
    #[serde(alias = "quotes", deserialize_with = "consent")]
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
    /// Those of them that are its community's own, looked up when it is told.
    #[serde(skip)]
    pub community_notes: Vec<CommunityNote>,
    /// A content note in one's own words.
    pub own_words: String,
    /// Whether others may pass it on; `None` takes the kind's default.
    pub boosts: Option<bool>,
    /// The story that gave it courage: an id here, or an address anywhere. Empty for none.
    pub inspired_by: String,
    /// Whoever told that story is told by a mention, where their server knows no other way.
    pub tell: bool,
    /// Files that stand in it, in order.
    pub media_ids: Vec<AttachmentId>,
    /// What an edit says of those that stand in it already.
    #[serde(skip)]
    pub described: Vec<Described>,
    /// What it asks. An edit without it leaves a poll as it is; one without options takes it away.
    pub poll: Option<polls::Asked>,
    /// `Idempotency-Key`: the same key within an hour gives the same story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

/// Who may quote, as a word or as a plain yes or no.
fn consent<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<QuotePolicy>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Plainly(bool),
        Policy(QuotePolicy),
    }
    Ok(Option::<Said>::deserialize(value)?.map(|said| match said {
        Said::Plainly(true) => QuotePolicy::Public,
        Said::Plainly(false) => QuotePolicy::Nobody,
        Said::Policy(policy) => policy,
    }))
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

    /// A story of one's own as the draft that would tell it again, so that it can be changed.
    #[must_use]
    pub fn of(view: &StoryView) -> Self {
        let (story, noted) = (&view.story, view.noted());
        let telling = view.telling.clone();
        // What an app added as its own warning follows what the notes say.
        let plain = story.summary.strip_prefix(noted.as_str()).unwrap_or(&story.summary);
        let plain = if noted.is_empty() { plain } else { plain.strip_prefix(", ").unwrap_or(plain) };
        Self {
            title: story.title.clone(),
            text: story.source.clone(),
            format: Format::of(&story.source_type),
            summary: plain.to_owned(),
            sensitive: story.sensitive,
            audience: Some(story.audience),
            language: story.language.clone(),
            parent: story.parent_id,
            media_ids: view.attachments.iter().map(|media| media.id).collect(),
            quote_policy: Some(story.quote_policy),
            community: view.community.as_ref().map(|community| community.id),
            kind: telling.as_ref().map(|telling| telling.kind),
            wish: telling.as_ref().map(|telling| telling.wish),
            boosts: telling.as_ref().map(|telling| telling.boosts),
            own_words: telling.as_ref().map(|telling| telling.own_words.clone()).unwrap_or_default(),
            notes: telling.map(|telling| telling.notes).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The same with the words of warning that an app sent, which knows nothing of notes: what it left as it was, or
    /// only added to, keeps its notes.
    #[must_use]
    pub fn warned(mut self, summary: String) -> Self {
        let noted = crate::notes::compose(&self.notes, &self.own_words, "");
        match summary.strip_prefix(noted.as_str()).filter(|_| !noted.is_empty()) {
            Some(rest) => self.summary = rest.strip_prefix(", ").unwrap_or(rest).to_owned(),
            None => {
                self.summary = summary;
                self.notes.clear();
                self.own_words.clear();
            }
        }
        self
    }

    /// Checks lengths and that there is something to tell.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the texts Mastodon's clients know (`Validation failed: …`).
    pub fn check(&self) -> Result<()> {
        let text = self.text.trim();
        if text.is_empty() && self.title.trim().is_empty() && self.media_ids.is_empty() {
            return Err(Error::invalid("Validation failed: Text can't be blank"));
        }
        if self.media_ids.len() > media::MOST {
            return Err(Error::Invalid(format!(
                "Validation failed: Cannot attach more than {} files",
                media::MOST
            )));
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
        if let Some(poll) = self.asks() {
            poll.check()?;
        }
        let of_community = |id: &String| self.community_notes.iter().any(|note| note.id == *id);
        let others: Vec<String> = self.notes.iter().filter(|id| !of_community(id)).cloned().collect();
        crate::notes::check(&others)
    }

    /// The poll of a new story.
    pub(crate) fn asks(&self) -> Option<&polls::Asked> {
        self.poll.as_ref().filter(|poll| !poll.options.is_empty())
    }

    /// Content notes as words: those of the vocabulary, the author's own, and what an app sent.
    #[must_use]
    pub fn words_of_warning(&self) -> String {
        let labels = self.community_notes.iter().map(|note| note.label.as_str());
        let words: Vec<&str> =
            labels.chain([self.own_words.trim()]).filter(|word| !word.is_empty()).collect();
        crate::notes::compose(&self.notes, &words.join(", "), &self.summary)
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
