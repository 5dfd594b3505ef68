//! What the attacks share: a Hearth, somebody who lives on it, an honest server with alice, and an evil one with mallory.

use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::follows::{queries as follows, request};
use hearth_core::ids::StoryId;
use hearth_core::stories::Audience;
use hearth_core::stories::{Draft, StoryView, publish, queries, show};
use hearth_testkit::{Actor, Remote, TestHearth};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The stage of an attack.
pub struct Scene {
    /// Ours.
    pub hearth: TestHearth,
    /// Lives on it.
    pub ada: Account,
    /// An honest server.
    pub home: Remote,
    /// Lives there.
    pub alice: Actor,
    /// A server that means harm.
    pub evil: Remote,
    /// Its master.
    pub mallory: Actor,
}

impl Scene {
    /// Everybody in place; nobody has met yet.
    pub async fn set() -> Self {
        Self::on(TestHearth::start().await).await
    }

    /// As [`Scene::set`], on a Hearth that is there already.
    pub async fn on(hearth: TestHearth) -> Self {
        let ada = hearth.person("ada").await.account;
        let home = Remote::start(hearth.clock.clone()).await;
        let evil = Remote::start(hearth.clock.clone()).await;
        let (alice, mallory) = (home.actor("alice", 0), evil.actor("mallory", 1));
        Self { hearth, ada, home, alice, evil, mallory }
    }

    /// As [`Scene::set`], with alice and mallory known here, and ada a follower of alice.
    pub async fn acquainted() -> Self {
        let scene = Self::set().await;
        scene.meet(&scene.mallory).await;
        scene.follow(&scene.alice).await;
        scene.home.forget();
        scene.evil.forget();
        scene
    }

    /// The shared inbox.
    pub fn inbox(&self) -> String {
        format!("{}/inbox", self.hearth.base)
    }

    /// Ada's own inbox.
    pub fn own_inbox(&self) -> String {
        format!("{}/inbox", self.ada.uri)
    }

    /// A note for ada by name.
    pub fn letter(&self, from: &Actor, slug: &str, words: &str) -> Value {
        let mut note = from.note(slug, words);
        note["cc"] = json!([self.ada.uri]);
        note["tag"] = json!([{"type": "Mention", "href": self.ada.uri, "name": "@ada"}]);
        note
    }

    /// What somebody sends is taken and worked off; answers the status.
    pub async fn say(&self, from: &Actor, activity: &Value) -> u16 {
        let answer = from.send(&self.inbox(), activity).await;
        self.hearth.settle().await;
        answer.status.as_u16()
    }

    /// The story with this id, if it is known here.
    pub async fn story(&self, uri: &str) -> Option<Arc<StoryView>> {
        let id = queries::by_uri(&self.hearth.core, uri).await.unwrap()?;
        show::load(&self.hearth.core, id).await.unwrap()
    }

    /// Whether the story with this id is known here.
    pub async fn knows(&self, uri: &str) -> bool {
        self.story(uri).await.is_some()
    }

    /// The account with this id, if it is known here.
    pub async fn account(&self, uri: &str) -> Option<Account> {
        accounts::by_uri(&self.hearth.core, uri).await.unwrap()
    }

    /// Whether one follows the other: `None` not at all, `Some(false)` asked, `Some(true)` accepted.
    pub async fn follows(&self, follower: &str, followee: &str) -> Option<bool> {
        let (one, two) = (self.account(follower).await?, self.account(followee).await?);
        let follow = follows::between(&self.hearth.core, one.id, two.id).await.unwrap()?;
        Some(follow.accepted)
    }

    /// Somebody becomes known here, by a letter.
    pub async fn meet(&self, who: &Actor) -> Account {
        let letter = self.letter(who, "hello", "hello");
        assert_eq!(self.say(who, &who.activity("Create", &letter)).await, 202);
        self.account(&who.id).await.unwrap()
    }

    /// Somebody follows ada.
    pub async fn be_followed(&self, by: &Actor) {
        assert_eq!(self.say(by, &by.activity("Follow", &json!(self.ada.uri))).await, 202);
    }

    /// Ada asks to follow somebody; answers the id of her Follow.
    pub async fn ask_to_follow(&self, whom: &Actor) -> String {
        let account = self.meet(whom).await;
        request::request(&self.hearth.core, &self.ada, &account, request::Wishes::default()).await.unwrap();
        self.hearth.settle().await;
        follows::between(&self.hearth.core, self.ada.id, account.id).await.unwrap().unwrap().uri
    }

    /// Ada follows somebody, who accepts.
    pub async fn follow(&self, whom: &Actor) {
        let uri = self.ask_to_follow(whom).await;
        assert_eq!(self.say(whom, &whom.activity("Accept", &json!(uri))).await, 202);
        assert_eq!(self.follows(&self.ada.uri, &whom.id).await, Some(true));
    }

    /// Ada tells a story to an audience.
    pub async fn tell(&self, audience: Audience, words: &str) -> Arc<StoryView> {
        let draft = Draft { audience: Some(audience), ..Draft::plain(words) };
        let id: StoryId = publish::publish(&self.hearth.core, &self.ada, draft).await.unwrap();
        self.hearth.settle().await;
        show::load(&self.hearth.core, id).await.unwrap().unwrap()
    }

    /// What the database says of the world.
    pub async fn state(&self) -> BTreeMap<String, String> {
        self.hearth.database.state().await
    }

    /// Sends what must change nothing, and answers the status.
    #[track_caller]
    pub fn in_vain<'a>(&'a self, from: &'a Actor, activity: &'a Value) -> impl Future<Output = u16> + 'a {
        let place = std::panic::Location::caller();
        async move {
            let before = self.state().await;
            let status = self.say(from, activity).await;
            assert_eq!(before, self.state().await, "{place}: the world changed by {activity}");
            status
        }
    }

    /// A letter of somebody is still taken: the positive twin of whatever was refused.
    #[track_caller]
    pub fn still_hears<'a>(&'a self, from: &'a Actor, slug: &'a str) -> impl Future<Output = ()> + 'a {
        let place = std::panic::Location::caller();
        async move {
            let letter = self.letter(from, slug, "an honest word");
            assert_eq!(self.say(from, &from.activity("Create", &letter)).await, 202, "{place}");
            assert!(self.knows(letter["id"].as_str().unwrap()).await, "{place}: an honest letter was lost");
        }
    }
}
