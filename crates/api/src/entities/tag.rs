//! `Tag` and `FeaturedTag`. How often a hashtag was used is not counted.

use super::time::Day;
use hearth_core::accounts::Account;
use hearth_core::here::Here;
use hearth_core::tags::{Featured, Tagged};
use serde::Serialize;

/// A hashtag.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Tag<'a> {
    id: &'a str,
    name: &'a str,
    url: String,
    history: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    featuring: Option<bool>,
}

impl<'a> Tag<'a> {
    /// A hashtag, for a member or for somebody unknown.
    pub(crate) fn of(here: &Here, tagged: &'a Tagged, member: bool) -> Self {
        Self {
            id: &tagged.tag,
            name: &tagged.tag,
            url: here.tag_url(&tagged.tag),
            history: [],
            following: member.then_some(tagged.followed),
            featuring: member.then_some(tagged.featured),
        }
    }
}

/// A hashtag on somebody's profile.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FeaturedTag<'a> {
    id: String,
    name: &'a str,
    url: String,
    statuses_count: &'static str,
    last_status_at: Option<Day>,
}

impl<'a> FeaturedTag<'a> {
    /// A hashtag that `account` shows.
    pub(crate) fn of(here: &Here, account: &Account, featured: &'a Featured) -> Self {
        let url = if account.is_local() { here.tag_url(&featured.tag) } else { account.url.clone() };
        let id = featured.id.to_string();
        Self { id, name: &featured.name, url, statuses_count: "0", last_status_at: featured.last.map(Day) }
    }
}
