//! What many tests of stories do.

use crate::world::World;
use chrono::TimeDelta;
use hearth_core::accounts::Account;
use hearth_core::follows::{Wishes, accept, request};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::page::Page;
use hearth_core::stories::publish::publish;
use hearth_core::stories::receive::receive;
use hearth_core::stories::{Audience, Draft, Entry, QuotePolicy, RemoteStory, StoryView};
use std::sync::Arc;

/// A story as its server tells it, public and without anything else.
pub fn note(world: &World, author: &Account, slug: &str, text: &str) -> RemoteStory {
    let host = author.host.as_deref().unwrap();
    RemoteStory {
        uri: format!("https://{host}/notes/{slug}"),
        url: format!("https://{host}/@{}/{slug}", author.name),
        author: author.id,
        kind: "Note".to_owned(),
        audience: Audience::Public,
        title: String::new(),
        content_html: format!("<p>{text}</p>"),
        source: String::new(),
        source_type: "text/plain".to_owned(),
        summary: String::new(),
        sensitive: false,
        language: None,
        emojis: Vec::new(),
        parent_uri: None,
        context_uri: None,
        quote_policy: QuotePolicy::Nobody,
        replies_uri: None,
        published_at: world.core.now(),
        edited_at: None,
        attachments: Vec::new(),
        mentions: Vec::new(),
        tags: Vec::new(),
        community: None,
        kindness: None,
        poll: None,
        pushed: true,
    }
}

/// Steps the clock by a second, so that what follows is newer.
pub fn later(world: &World) {
    world.clock.step(TimeDelta::seconds(1));
}

pub async fn arrives(world: &World, remote: RemoteStory) -> StoryId {
    receive(&world.core, remote).await.unwrap().unwrap()
}

pub async fn tell(world: &World, author: &Account, text: &str, audience: Audience) -> StoryId {
    later(world);
    publish(&world.core, author, Draft { audience: Some(audience), ..Draft::plain(text) }).await.unwrap()
}

pub async fn reply(
    world: &World,
    author: &Account,
    parent: StoryId,
    text: &str,
    audience: Audience,
) -> StoryId {
    later(world);
    let draft = Draft { audience: Some(audience), parent: Some(parent), ..Draft::plain(text) };
    publish(&world.core, author, draft).await.unwrap()
}

/// An accepted follow, wherever the two live.
pub async fn follow(world: &World, follower: &Account, followee: &Account) {
    later(world);
    if follower.is_local() {
        request::request(&world.core, follower, followee, Wishes::default()).await.unwrap();
        if !followee.is_local() {
            accept::receive_accept(&world.core, followee, follower).await.unwrap();
        }
    } else {
        let uri = format!("{}/follows/{}", follower.uri, followee.id);
        request::receive_request(&world.core, follower, followee, &uri).await.unwrap();
    }
}

pub async fn view(world: &World, story: StoryId) -> Arc<StoryView> {
    hearth_core::stories::show::load(&world.core, story).await.unwrap().unwrap()
}

pub fn ids(entries: &[Entry]) -> Vec<i64> {
    entries.iter().map(Entry::id).collect()
}

pub fn stories(entries: &[Entry]) -> Vec<StoryId> {
    entries.iter().map(|entry| entry.view.story.id).collect()
}

pub async fn home(world: &World, member: AccountId) -> Vec<Entry> {
    hearth_core::timelines::home::home(&world.core, member, Page::first(40)).await.unwrap()
}

/// Names and addresses of those a story names.
pub fn named(view: &StoryView) -> Vec<(String, bool)> {
    view.mentions.iter().map(|mention| (mention.account.acct(), mention.silent)).collect()
}
