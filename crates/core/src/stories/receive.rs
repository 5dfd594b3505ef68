//! Stores a story from another server.

use crate::accounts::Account;
use crate::ids::StoryId;
use crate::ids::AccountId;
use crate::{Core, Result};
use super::model::{Audience, QuotePolicy};
use crate::accounts::Emoji;
use chrono::{DateTime, Utc};

/// Stores it once (by uri), sanitised and cut; finds the parent, adopts orphans that waited for it (parent_id, root_id of the subtree). Records `StoryReceived` if it was new. `None` when a tombstone forbids it or the author is not active.
pub async fn receive(core: &Core, remote: RemoteStory) -> Result<Option<StoryId>> {
    todo!()
}

/// A story as another server tells it, read and trusted by the federation crate; texts not yet sanitised.
#[derive(Debug, Clone)]
pub struct RemoteStory {
    /// `id`.
    pub uri: String,
    /// Page for people.
    pub url: String,
    /// `attributedTo`.
    pub author: AccountId,
    /// `type`.
    pub kind: String,
    /// Told by `to` and `cc`.
    pub audience: Audience,
    /// `name`, plain.
    pub title: String,
    /// `content`.
    pub content_html: String,
    /// `source.content`.
    pub source: String,
    /// `source.mediaType`.
    pub source_type: String,
    /// `summary`.
    pub summary: String,
    /// `sensitive`.
    pub sensitive: bool,
    /// Language of `content`.
    pub language: Option<String>,
    /// Emoji tags.
    pub emojis: Vec<Emoji>,
    /// `inReplyTo`.
    pub parent_uri: Option<String>,
    /// `context` or `conversation`.
    pub context_uri: Option<String>,
    /// `interactionPolicy.canQuote`.
    pub quote_policy: QuotePolicy,
    /// `replies`.
    pub replies_uri: Option<String>,
    /// `published`, not later than now.
    pub published_at: DateTime<Utc>,
    /// `updated`, if later than published.
    pub edited_at: Option<DateTime<Utc>>,
    /// Media.
    pub attachments: Vec<RemoteAttachment>,
    /// Accounts named (`silent` false) or only addressed (`silent` true).
    pub mentions: Vec<(AccountId, bool)>,
    /// Hashtags as written, without `#`.
    pub tags: Vec<String>,
}

/// A picture, sound or film of a remote story.
#[derive(Debug, Clone)]
pub struct RemoteAttachment {
    /// `mediaType`.
    pub media_type: String,
    /// `url`.
    pub url: String,
    /// `icon.url`.
    pub preview_url: Option<String>,
    /// `name`.
    pub description: Option<String>,
    /// `blurhash`.
    pub blurhash: Option<String>,
    /// Pixels.
    pub width: Option<i32>,
    /// Pixels.
    pub height: Option<i32>,
    /// `focalPoint`.
    pub focus: Option<(f32, f32)>,
}
