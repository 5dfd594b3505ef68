//! `Announcement`. How many reacted is not counted: where Mastodon has their number stands 0.

use super::account::acct;
use super::emoji::CustomEmoji;
use super::time::Stamp;
use hearth_core::accounts::Account;
use hearth_core::announcements;
use hearth_core::announcements::model::Reaction as Reacted;
use hearth_core::here::Here;
use hearth_core::ids::AccountId;
use serde::Serialize;
use std::borrow::Cow;

/// What those who run the server tell everybody who lives here.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Announcement<'a> {
    id: String,
    content: &'a str,
    starts_at: Option<Stamp>,
    ends_at: Option<Stamp>,
    all_day: bool,
    published_at: Stamp,
    updated_at: Stamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<bool>,
    mentions: Vec<Mention<'a>>,
    statuses: [(); 0],
    tags: Vec<Tag<'a>>,
    emojis: Vec<CustomEmoji<'a>>,
    reactions: Vec<Reaction<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct Mention<'a> {
    id: AccountId,
    username: &'a str,
    url: &'a str,
    acct: Cow<'a, str>,
}

impl<'a> From<&'a Account> for Mention<'a> {
    fn from(account: &'a Account) -> Self {
        Self { id: account.id, username: &account.name, url: &account.url, acct: acct(account) }
    }
}

#[derive(Debug, Clone, Serialize)]
struct Tag<'a> {
    name: &'a str,
    url: String,
}

/// An emoji below an announcement.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Reaction<'a> {
    name: &'a str,
    count: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    me: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    static_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    announcement_id: Option<String>,
}

impl<'a> Reaction<'a> {
    fn of(reaction: &'a Reacted, known: bool) -> Self {
        let url = reaction.url.as_deref();
        let me = known.then_some(reaction.mine);
        Self { name: &reaction.name, count: 0, me, url, static_url: url, announcement_id: None }
    }

    /// As all are told of it while it happens.
    pub(crate) fn told(announcement: i64, reaction: &'a Reacted) -> Self {
        Self { announcement_id: Some(announcement.to_string()), ..Self::of(reaction, false) }
    }
}

impl<'a> Announcement<'a> {
    /// With the reader's marks, or as all are told of it.
    pub(crate) fn of(here: &'a Here, one: &'a announcements::Announcement, known: bool) -> Self {
        let row = &one.row;
        Self {
            id: row.id.to_string(),
            content: &one.html,
            starts_at: row.starts_at.map(Stamp),
            ends_at: row.ends_at.map(Stamp),
            all_day: row.all_day,
            published_at: Stamp(row.published_at.unwrap_or(row.updated_at)),
            updated_at: Stamp(row.updated_at),
            read: known.then_some(row.read),
            mentions: one.mentions.iter().map(Mention::from).collect(),
            statuses: [],
            tags: one.tags.iter().map(|name| Tag { name, url: here.tag_url(name) }).collect(),
            emojis: one.emojis.iter().map(|emoji| CustomEmoji::of(here, emoji)).collect(),
            reactions: one.reactions.iter().map(|reaction| Reaction::of(reaction, known)).collect(),
        }
    }
}
