//! `Status`. Counts of likes and boosts are 0; replies are words, so theirs is true.

use super::account::{Account, acct};
use super::attachment::Media;
use super::card::PreviewCard;
use super::emoji::CustomEmoji;
use super::filter::FilterResult;
use super::poll::Poll;
use super::time::Stamp;
use super::words;
use hearth_core::here::Here;
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{Audience, Boost, Entry, Mention, QuotePolicy, Story, StoryView, Tag};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Debug, Clone, Serialize)]
struct MentionEntity<'a> {
    id: AccountId,
    username: &'a str,
    acct: Cow<'a, str>,
    url: &'a str,
}

impl<'a> From<&'a Mention> for MentionEntity<'a> {
    fn from(mention: &'a Mention) -> Self {
        let account = &*mention.account;
        Self { id: account.id, username: &account.name, acct: acct(account), url: &account.url }
    }
}

#[derive(Debug, Clone, Serialize)]
struct TagEntity<'a> {
    name: &'a str,
    url: String,
}

/// Who may quote: nobody can through this API yet, whatever the author allows.
#[derive(Debug, Clone, Copy, Serialize)]
struct QuoteApproval {
    automatic: &'static [&'static str],
    manual: [(); 0],
    current_user: &'static str,
}

impl From<QuotePolicy> for QuoteApproval {
    fn from(policy: QuotePolicy) -> Self {
        let automatic: &[&str] = match policy {
            QuotePolicy::Public => &["public"],
            QuotePolicy::Followers => &["followers"],
            QuotePolicy::Nobody => &[],
        };
        Self { automatic, manual: [], current_user: "denied" }
    }
}

/// A story, or a boost of one. What differs by reader is absent for somebody unknown.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Status<'a> {
    #[serde(serialize_with = "as_text")]
    id: i64,
    created_at: Stamp,
    in_reply_to_id: Option<StoryId>,
    in_reply_to_account_id: Option<AccountId>,
    sensitive: bool,
    spoiler_text: &'a str,
    visibility: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    local_only: bool,
    language: Option<&'a str>,
    uri: &'a str,
    url: &'a str,
    replies_count: i64,
    reblogs_count: u8,
    favourites_count: u8,
    quotes_count: u8,
    edited_at: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favourited: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reblogged: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    muted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bookmarked: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filtered: Option<Vec<FilterResult<'a>>>,
    content: Cow<'a, str>,
    text: Option<&'a str>,
    reblog: Option<Box<Self>>,
    account: Account<'a>,
    media_attachments: Vec<Media<'a>>,
    mentions: Vec<MentionEntity<'a>>,
    tags: Vec<TagEntity<'a>>,
    /// Mastodon's own; there is none here.
    tagged_collections: [(); 0],
    emojis: Vec<CustomEmoji<'a>>,
    card: Option<PreviewCard<'a>>,
    poll: Option<Poll<'a>>,
    quote: Option<()>,
    quote_approval: QuoteApproval,
}

fn as_text<S: serde::Serializer>(id: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

impl<'a> Status<'a> {
    /// A list entry as `viewer` sees it (0 is somebody unknown): a boost wraps its story.
    pub(crate) fn of(here: &'a Here, entry: &'a Entry, viewer: AccountId) -> Self {
        let story = Self::story(here, entry, viewer);
        match &entry.boost {
            Some(boost) => story.wrapped(here, boost),
            None => story,
        }
    }

    fn story(here: &'a Here, entry: &'a Entry, viewer: AccountId) -> Self {
        let (view, story, marks) = (&*entry.view, &entry.view.story, entry.marks);
        let known = |mark: bool| (viewer != AccountId(0)).then_some(mark);
        let tag = |tag: &'a Tag| TagEntity { name: &tag.tag, url: here.tag_url(&tag.tag) };
        Self {
            id: story.id.0,
            created_at: Stamp(story.published_at),
            in_reply_to_id: story.parent_id,
            in_reply_to_account_id: view.parent_author,
            sensitive: story.sensitive || (!story.summary.is_empty() && !marks.opened),
            spoiler_text: if marks.opened { "" } else { &story.summary },
            visibility: words::visibility(story.audience),
            local_only: story.audience == Audience::Local,
            language: story.language.as_deref(),
            uri: &story.uri,
            url: &story.url,
            replies_count: marks.replies,
            reblogs_count: 0,
            favourites_count: 0,
            quotes_count: 0,
            edited_at: story.edited_at.map(Stamp),
            favourited: known(marks.favourited),
            reblogged: known(marks.boosted),
            muted: known(marks.muted),
            bookmarked: known(marks.bookmarked),
            pinned: known(marks.pinned).filter(|_| story.author_id == viewer),
            filtered: known(true).map(|_| entry.filtered.iter().map(FilterResult::from).collect()),
            content: content(view, marks.opened),
            text: None,
            reblog: None,
            account: Account::of(here, &view.author),
            media_attachments: view.attachments.iter().map(|media| Media::of(here, media)).collect(),
            mentions: view.mentions.iter().filter(|one| !one.silent).map(MentionEntity::from).collect(),
            tags: view.tags.iter().map(tag).collect(),
            tagged_collections: [],
            emojis: story.emojis.iter().map(|emoji| CustomEmoji::of(here, emoji)).collect(),
            card: view.card.as_deref().map(|card| PreviewCard::of(here, card)),
            poll: Poll::of(here, view, marks, viewer),
            quote: None,
            quote_approval: story.quote_policy.into(),
        }
    }

    /// This story as somebody passed it on. The words are those of the story alone, as Mastodon has it.
    fn wrapped(self, here: &'a Here, boost: &'a Boost) -> Self {
        let wrapper = Self {
            id: boost.id.0,
            created_at: Stamp(boost.published_at),
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            sensitive: false,
            spoiler_text: "",
            visibility: words::visibility(boost.audience),
            language: None,
            uri: &boost.uri,
            url: &boost.uri,
            edited_at: None,
            pinned: None,
            filtered: self.filtered.clone(),
            content: Cow::Borrowed(""),
            account: Account::of(here, &boost.booster),
            media_attachments: Vec::new(),
            mentions: Vec::new(),
            tags: Vec::new(),
            emojis: Vec::new(),
            card: None,
            poll: None,
            reblog: None,
            ..self
        };
        Self { reblog: Some(Box::new(self)), ..wrapper }
    }

    /// With what was typed, as the answer to a deletion has it, so that it can be told again: to nobody more.
    pub(crate) fn offered_again(mut self, story: &'a Story) -> Self {
        self.text = Some(&story.source);
        self.visibility = words::sent_back(story.audience);
        self
    }
}

/// Whoever wants its content notes open has them as a first line.
fn content(view: &StoryView, opened: bool) -> Cow<'_, str> {
    let wishes = view.telling.as_ref().is_some_and(|telling| !telling.wish.words().is_empty());
    if opened {
        Cow::Owned(view.html_opened())
    } else if view.story.title.is_empty() && !wishes {
        Cow::Borrowed(&view.story.content_html)
    } else {
        Cow::Owned(view.html())
    }
}
