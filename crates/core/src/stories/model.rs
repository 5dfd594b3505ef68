//! What a story is, and what is shown of it.

use super::telling::Telling;
use crate::accounts::{Account, Emoji};
use crate::cards::Card;
use crate::ids::{AccountId, AttachmentId, StoryId};
use crate::kindness::Kindness;
use crate::lineage::Inspired;
use crate::media::Film;
use crate::polls::Poll;
use crate::schema::stories;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who may read a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum Audience {
    /// Anyone, and it stands in public timelines.
    Public = 0,
    /// Anyone who has the address; in no public timeline.
    Unlisted = 1,
    /// Followers of the author and those mentioned.
    Followers = 2,
    /// Those mentioned.
    Direct = 3,
    /// Members of this server; it never leaves.
    Local = 4,
    /// The author alone; it never leaves.
    OnlyMe = 5,
    /// Those who were in a circle of the author's when it was told; they are its silent mentions.
    Circle = 6,
    /// Members of the community it is told in.
    Members = 7,
}

impl Audience {
    /// From the number in the database; an unknown number is read as the narrowest.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            0 => Self::Public,
            1 => Self::Unlisted,
            2 => Self::Followers,
            4 => Self::Local,
            5 => Self::OnlyMe,
            6 => Self::Circle,
            7 => Self::Members,
            _ => Self::Direct,
        }
    }

    /// This audience, narrowed to what may be said under a story with the audience `outer`: an answer never reaches
    /// people who could not have read what it answers.
    #[must_use]
    pub fn within(self, outer: Self) -> Self {
        match (outer, self) {
            (Self::Public, any) => any,
            (_, Self::OnlyMe) | (Self::OnlyMe, _) => Self::OnlyMe,
            (Self::Unlisted, Self::Public) => Self::Unlisted,
            (Self::Unlisted, any) => any,
            // This server's members are not the followers of somebody, nor the other way round; a circle may hold
            // anybody.
            (Self::Followers, Self::Local | Self::Direct | Self::Circle | Self::Members)
            | (Self::Direct | Self::Circle, _)
            | (Self::Local, Self::Direct | Self::Circle | Self::Members)
            | (Self::Members, Self::Direct | Self::Circle) => Self::Direct,
            (Self::Members, _) => Self::Members,
            (Self::Followers, _) => Self::Followers,
            (Self::Local, _) => Self::Local,
        }
    }

    /// Whether something may be passed on to it: to people in general, not to some by name.
    #[must_use]
    pub fn is_for_boosts(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted | Self::Followers)
    }

    /// Whether anyone at all may read it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}

/// Who may quote a story (FEP-044f `canQuote`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i16)]
pub enum QuotePolicy {
    /// The author alone.
    #[default]
    Nobody = 0,
    /// Followers of the author.
    Followers = 1,
    /// Anyone.
    Public = 2,
}

impl QuotePolicy {
    /// From the number in the database.
    #[must_use]
    pub fn from_i16(number: i16) -> Self {
        match number {
            1 => Self::Followers,
            2 => Self::Public,
            _ => Self::Nobody,
        }
    }
}

/// A story as its row stands.
#[derive(Debug, Clone)]
pub struct Story {
    /// Id here.
    pub id: StoryId,
    /// ActivityPub id.
    pub uri: String,
    /// Page for people.
    pub url: String,
    /// Unguessable part of a local story's address.
    pub slug: Option<String>,
    /// Who tells it.
    pub author_id: AccountId,
    /// Told here.
    pub local: bool,
    /// ActivityStreams type it came as.
    pub kind: String,
    /// Who may read it.
    pub audience: Audience,
    /// Title; may be empty.
    pub title: String,
    /// Sanitised HTML, without the title.
    pub content_html: String,
    /// What was typed.
    pub source: String,
    /// Media type of `source`: `text/plain` or `text/markdown`.
    pub source_type: String,
    /// Content notes as words; empty for none.
    pub summary: String,
    /// Its media are to be covered.
    pub sensitive: bool,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Custom emoji in it.
    pub emojis: Vec<Emoji>,
    /// The story it answers, where that is known here.
    pub parent_id: Option<StoryId>,
    /// ActivityPub id of the story it answers.
    pub parent_uri: Option<String>,
    /// Top of the known thread.
    pub root_id: StoryId,
    /// Address of the conversation (FEP-7888).
    pub context_uri: Option<String>,
    /// Who may quote it.
    pub quote_policy: QuotePolicy,
    /// Address of the collection of its replies (remote stories).
    pub replies_uri: Option<String>,
    /// When those were last fetched.
    pub replies_fetched_at: Option<DateTime<Utc>>,
    /// When it was told.
    pub published_at: DateTime<Utc>,
    /// When it was last changed.
    pub edited_at: Option<DateTime<Utc>>,
    /// When it was deleted. Content is gone then.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Whoever decides on this answer, as long as they have not let it in.
    pub held_by: Option<AccountId>,
}

/// Somebody named or addressed by a story.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Who.
    pub account: Arc<Account>,
    /// Addressed but not named.
    pub silent: bool,
}

/// A hashtag: `tag` is folded for look-up, `name` is as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Folded.
    pub tag: String,
    /// As written, without `#`.
    pub name: String,
}

/// A picture, sound or film.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// Id here.
    pub id: AttachmentId,
    /// Media type, such as `image/jpeg`.
    pub media_type: String,
    /// Address at its origin.
    pub url: String,
    /// Address of a smaller version.
    pub preview_url: Option<String>,
    /// Description for those who cannot see or hear it.
    pub description: Option<String>,
    /// Blurhash.
    pub blurhash: Option<String>,
    /// Pixels.
    pub width: Option<i32>,
    /// Pixels.
    pub height: Option<i32>,
    /// Focal point, −1 to 1 each way.
    pub focus: Option<(f32, f32)>,
    /// Of film and sound of this server: how long, how fast, how much.
    pub film: Option<Film>,
}

/// A story with all that is the same for every reader.
#[derive(Debug, Clone)]
pub struct StoryView {
    /// The row.
    pub story: Story,
    /// Who tells it.
    pub author: Arc<Account>,
    /// Who is named in it.
    pub mentions: Vec<Mention>,
    /// Hashtags.
    pub tags: Vec<Tag>,
    /// Media, in order.
    pub attachments: Vec<Attachment>,
    /// Author of the story it answers.
    pub parent_author: Option<AccountId>,
    /// The community it was told in.
    pub community: Option<Arc<Account>>,
    /// What it says about itself.
    pub telling: Option<Telling>,
    /// It is a private answer that thanks or relates.
    pub kindness: Option<Kindness>,
    /// The story that gave it courage.
    pub inspired: Option<Inspired>,
    /// What it asks.
    pub poll: Option<Poll>,
    /// The page it links to first, as far as that said something.
    pub card: Option<Arc<Card>>,
}

impl StoryView {
    /// The text as apps and other servers get it: the title as a bold first line, then the content, then what
    /// gave it courage, then the reply wish in words. The one place that joins them.
    #[must_use]
    pub fn html(&self) -> String {
        let story = &self.story;
        let wish = self.telling.as_ref().map_or_else(String::new, |telling| telling.wish.line());
        // Of another server's story it stands in the content already.
        let inspired =
            self.inspired.as_ref().filter(|_| story.local).map_or_else(String::new, Inspired::line);
        format!("{}{}{inspired}{wish}", super::resolve::title_line(&story.title), story.content_html)
    }

    /// The text for a reader who wants its content notes open: they stand as a first line.
    #[must_use]
    pub fn html_opened(&self) -> String {
        format!("{}{}", super::resolve::line(&self.story.summary), self.html())
    }

    /// The words of the content notes it was told with; what an app added as its own warning is not among them.
    #[must_use]
    pub fn noted(&self) -> String {
        let noted = |telling: &Telling| crate::notes::compose(&telling.notes, &telling.own_words, "");
        self.telling.as_ref().map_or_else(String::new, noted)
    }
}

/// A row of `stories`, as diesel reads it; [`Story`] is made of it.
#[derive(Debug, Clone, Queryable, Selectable, QueryableByName)]
#[diesel(table_name = stories)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct StoryRow {
    pub(super) id: StoryId,
    uri: String,
    url: String,
    slug: Option<String>,
    author_id: AccountId,
    local: bool,
    kind: String,
    audience: i16,
    title: String,
    content_html: String,
    source: String,
    source_type: String,
    summary: String,
    sensitive: bool,
    language: Option<String>,
    emojis: serde_json::Value,
    parent_id: Option<StoryId>,
    parent_uri: Option<String>,
    root_id: StoryId,
    context_uri: Option<String>,
    quote_policy: i16,
    replies_uri: Option<String>,
    replies_fetched_at: Option<DateTime<Utc>>,
    published_at: DateTime<Utc>,
    edited_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
    held_by: Option<AccountId>,
}

impl From<StoryRow> for Story {
    fn from(row: StoryRow) -> Self {
        Self {
            id: row.id,
            uri: row.uri,
            url: row.url,
            slug: row.slug,
            author_id: row.author_id,
            local: row.local,
            kind: row.kind,
            audience: Audience::from_i16(row.audience),
            title: row.title,
            content_html: row.content_html,
            source: row.source,
            source_type: row.source_type,
            summary: row.summary,
            sensitive: row.sensitive,
            language: row.language,
            // Written only by us.
            emojis: serde_json::from_value(row.emojis).unwrap_or_default(),
            parent_id: row.parent_id,
            parent_uri: row.parent_uri,
            root_id: row.root_id,
            context_uri: row.context_uri,
            quote_policy: QuotePolicy::from_i16(row.quote_policy),
            replies_uri: row.replies_uri,
            replies_fetched_at: row.replies_fetched_at,
            published_at: row.published_at,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
            held_by: row.held_by,
        }
    }
}
