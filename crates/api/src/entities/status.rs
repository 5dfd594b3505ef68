//! `Status`. Counts of likes and boosts are 0; replies are words, so theirs is true.

use super::account::CustomEmoji;
use super::attachment::Media;
use super::time::stamp;
use super::{Account, words};
use hearth_core::Core;
use hearth_core::stories::{Audience, Entry, Mention, Tag};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
struct MentionEntity {
    id: String,
    username: String,
    acct: String,
    url: String,
}

impl From<&Mention> for MentionEntity {
    fn from(mention: &Mention) -> Self {
        let account = &mention.account;
        Self {
            id: account.id.to_string(),
            username: account.name.clone(),
            acct: account.acct(),
            url: account.url.clone(),
        }
    }
}

#[derive(Debug, Clone, Serialize)]
struct TagEntity {
    name: String,
    url: String,
}

/// What differs by reader; absent for somebody unknown.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the entity has them")]
struct Own {
    favourited: bool,
    reblogged: bool,
    muted: bool,
    bookmarked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned: Option<bool>,
    filtered: Vec<()>,
}

/// A story, or a boost of one.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Status {
    id: String,
    created_at: String,
    in_reply_to_id: Option<String>,
    in_reply_to_account_id: Option<String>,
    sensitive: bool,
    spoiler_text: String,
    visibility: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    local_only: bool,
    language: Option<String>,
    uri: String,
    url: Option<String>,
    replies_count: i64,
    reblogs_count: u32,
    favourites_count: u32,
    quotes_count: u32,
    edited_at: Option<String>,
    content: String,
    reblog: Option<Box<Self>>,
    application: Option<()>,
    account: Account,
    media_attachments: Vec<Media>,
    mentions: Vec<MentionEntity>,
    tags: Vec<TagEntity>,
    emojis: Vec<CustomEmoji>,
    card: Option<()>,
    poll: Option<()>,
    quote: Option<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(flatten)]
    own: Option<Own>,
}

impl Status {
    /// A list entry as `member` (or somebody unknown) sees it: a boost wraps its story.
    pub(crate) fn of(core: &Core, entry: &Entry, member: bool, viewer: hearth_core::ids::AccountId) -> Self {
        let inner = Self::story(core, entry, member, viewer);
        let Some(boost) = &entry.boost else { return inner };
        Self {
            id: boost.id.to_string(),
            created_at: stamp(boost.published_at),
            uri: boost.uri.clone(),
            url: Some(boost.uri.clone()),
            visibility: words::visibility(boost.audience),
            account: Account::of(core, &boost.booster),
            own: inner.own.clone().map(|own| Own { pinned: None, ..own }),
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            reblog: Some(Box::new(inner.clone())),
            ..inner
        }
    }

    fn story(core: &Core, entry: &Entry, member: bool, viewer: hearth_core::ids::AccountId) -> Self {
        let (view, story) = (&entry.view, &entry.view.story);
        let own = || Own {
            favourited: entry.marks.favourited,
            reblogged: entry.marks.boosted,
            muted: entry.marks.muted,
            bookmarked: false,
            pinned: (story.author_id == viewer).then_some(entry.marks.pinned),
            filtered: Vec::new(),
        };
        let tag = |tag: &Tag| TagEntity { name: tag.tag.clone(), url: core.here.tag_url(&tag.tag) };
        Self {
            id: story.id.to_string(),
            created_at: stamp(story.published_at),
            in_reply_to_id: story.parent_id.map(|id| id.to_string()),
            in_reply_to_account_id: view.parent_author.map(|id| id.to_string()),
            sensitive: story.sensitive || !story.summary.is_empty(),
            spoiler_text: story.summary.clone(),
            visibility: words::visibility(story.audience),
            local_only: story.audience == Audience::Local,
            language: story.language.clone(),
            uri: story.uri.clone(),
            url: Some(story.url.clone()),
            replies_count: entry.marks.replies,
            reblogs_count: 0,
            favourites_count: 0,
            quotes_count: 0,
            edited_at: story.edited_at.map(stamp),
            content: view.html(),
            reblog: None,
            application: None,
            account: Account::of(core, &view.author),
            media_attachments: view.attachments.iter().map(Media::from).collect(),
            mentions: view.mentions.iter().filter(|one| !one.silent).map(MentionEntity::from).collect(),
            tags: view.tags.iter().map(tag).collect(),
            emojis: story.emojis.iter().map(CustomEmoji::from).collect(),
            card: None,
            poll: None,
            quote: None,
            text: None,
            own: member.then(own),
        }
    }

    /// The answer to a deletion: what was typed stands in place of the content, to be told again.
    pub(crate) fn with_source(mut self, text: String) -> Self {
        self.text = Some(text);
        self
    }
}
