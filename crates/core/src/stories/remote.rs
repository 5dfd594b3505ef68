//! A story as another server tells it, made safe and of bounded size.

use super::model::{Audience, QuotePolicy};
use super::resolve::without_title;
use crate::accounts::Emoji;
use crate::ids::{AccountId, StoryId};
use crate::kindness::{Given, Kindness};
use crate::polls::RemotePoll;
use crate::{Core, markup};
use chrono::{DateTime, Utc};

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
    /// The community it says it is told in.
    pub community: Option<AccountId>,
    /// It says that it is a thank-you or the like.
    pub kindness: Option<Kindness>,
    /// What it asks.
    pub poll: Option<RemotePoll>,
    /// It was sent to us, so people are told of it; one that we fetched to make a thread whole is just there.
    pub pushed: bool,
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

/// Most media, hashtags and emoji of one story that are kept, so that one document cannot fill the tables.
const MOST_ATTACHMENTS: usize = 32;
const MOST_TAGS: usize = 128;
const MOST_EMOJIS: usize = 256;
/// Longest title kept, in characters.
const LONGEST_TITLE: usize = 500;

impl RemoteStory {
    /// Safe to show and of bounded size.
    pub(super) fn cleaned(mut self, core: &Core) -> Self {
        self.title = markup::clean_name(&self.title).chars().take(LONGEST_TITLE).collect();
        self.content_html = without_title(&markup::sanitise(&self.content_html), &self.title);
        self.summary = markup::clean_summary(&self.summary);
        self.language = self.language.filter(|tag| {
            tag.len() <= 35
                && !tag.is_empty()
                && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if !markup::is_web_address(&self.url) {
            self.url.clone_from(&self.uri);
        }
        self.parent_uri = self.parent_uri.filter(|parent| *parent != self.uri);
        self.published_at = self.published_at.min(core.now());
        self.edited_at = self.edited_at.filter(|edited| *edited > self.published_at);
        self.attachments.retain(|media| markup::is_web_address(&media.url));
        self.attachments.truncate(MOST_ATTACHMENTS);
        for media in &mut self.attachments {
            media.preview_url = media.preview_url.take().filter(|url| markup::is_web_address(url));
        }
        self.emojis.retain(|emoji| markup::is_web_address(&emoji.url));
        self.emojis.truncate(MOST_EMOJIS);
        self.tags.truncate(MOST_TAGS);
        self.poll = self.poll.and_then(RemotePoll::cleaned);
        self.without_nul()
    }

    /// What it gives whoever told `target`: only what is said to them alone can be a kindness.
    pub(super) fn given(&self, target: StoryId) -> Option<Given> {
        let kind = self.kindness.filter(|_| self.audience == Audience::Direct)?;
        Some(Given { kind, target, plain: kind.is_plain(&markup::to_text(&self.content_html)) })
    }

    /// Postgres refuses the character NUL in text.
    fn without_nul(mut self) -> Self {
        let texts = [
            &mut self.title,
            &mut self.content_html,
            &mut self.source,
            &mut self.source_type,
            &mut self.summary,
        ];
        for text in texts.into_iter().chain([&mut self.kind, &mut self.url]).chain(&mut self.tags) {
            text.retain(|character| character != '\0');
        }
        for media in &mut self.attachments {
            let texts = [&mut media.description, &mut media.blurhash].into_iter().flatten();
            for text in texts.chain([&mut media.media_type]) {
                text.retain(|character| character != '\0');
            }
        }
        self
    }
}
