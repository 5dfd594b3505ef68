//! What many tests of communities do.

use crate::world::World;
use chrono::TimeDelta;
use hearth_core::Result;
use hearth_core::accounts::Account;
use hearth_core::communities::found::{Plan, found};
use hearth_core::communities::join::{Asking, join};
use hearth_core::communities::{Community, Joining, State, Visibility, queries, timeline};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::page::Page;
use hearth_core::stories::publish::publish;
use hearth_core::stories::{Audience, Draft, Entry, QuotePolicy, RemoteStory, show};

pub fn plan(name: &str, visibility: Visibility, joining: Joining) -> Plan {
    Plan {
        name: name.to_owned(),
        title: "The lake".to_owned(),
        description: "For those who swim".to_owned(),
        welcome: "Hello".to_owned(),
        visibility,
        joining,
        question: String::new(),
        agreement: String::new(),
    }
}

pub async fn founded(world: &World, by: &Account, visibility: Visibility, joining: Joining) -> Community {
    found(&world.core, by, &plan("lake", visibility, joining)).await.unwrap()
}

pub async fn joins(world: &World, who: &Account, community: &Community) -> State {
    join(&world.core, who, community, &Asking::default()).await.unwrap()
}

pub async fn state(world: &World, community: &Community, who: &Account) -> Option<State> {
    queries::member(&world.core, community.account.id, who.id).await.unwrap().map(|member| member.state)
}

pub async fn tells(world: &World, who: &Account, community: &Community, text: &str) -> Result<StoryId> {
    world.clock.step(TimeDelta::seconds(1));
    let draft = Draft { community: Some(community.account.id), ..Draft::plain(text) };
    publish(&world.core, who, draft).await
}

pub async fn answers(world: &World, who: &Account, story: StoryId, text: &str) -> Result<StoryId> {
    world.clock.step(TimeDelta::seconds(1));
    publish(&world.core, who, Draft { parent: Some(story), ..Draft::plain(text) }).await
}

/// A public story of another server, told in a community or answering something.
pub fn note(
    world: &World,
    author: &Account,
    slug: &str,
    community: Option<AccountId>,
    parent: Option<&str>,
) -> RemoteStory {
    let host = author.host.as_deref().unwrap();
    RemoteStory {
        uri: format!("https://{host}/notes/{slug}"),
        url: format!("https://{host}/@{}/{slug}", author.name),
        author: author.id,
        kind: "Note".to_owned(),
        audience: Audience::Public,
        title: String::new(),
        content_html: format!("<p>{slug}</p>"),
        source: String::new(),
        source_type: "text/plain".to_owned(),
        summary: String::new(),
        sensitive: false,
        language: None,
        emojis: Vec::new(),
        parent_uri: parent.map(str::to_owned),
        context_uri: None,
        quote_policy: QuotePolicy::Nobody,
        replies_uri: None,
        published_at: world.core.now(),
        edited_at: None,
        attachments: Vec::new(),
        mentions: Vec::new(),
        tags: Vec::new(),
        community,
        kindness: None,
        poll: None,
        pushed: true,
    }
}

pub async fn texts(world: &World, reader: AccountId, community: &Community) -> Vec<String> {
    let entries =
        timeline::stories(&world.core, reader, community.account.id, Page::first(20)).await.unwrap();
    entries.iter().map(text).collect()
}

pub fn text(entry: &Entry) -> String {
    entry.view.story.content_html.replace("<p>", "").replace("</p>", "")
}

pub async fn reads(world: &World, reader: AccountId, story: StoryId) -> bool {
    show::show(&world.core, reader, story).await.is_ok()
}

pub async fn uri(world: &World, story: StoryId) -> String {
    show::load(&world.core, story).await.unwrap().unwrap().story.uri.clone()
}
