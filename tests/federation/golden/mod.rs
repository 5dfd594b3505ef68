//! Golden documents: what each kind of server is sent, kept as JSON beside this file, and what a person sees of it there by
//! the reading rules of Mastodon, GoToSocial and Lemmy. `HEARTH_GOLDEN=write` writes them anew.

mod communities;
mod normal;
mod stewards;
mod stories;

use hearth_core::accounts::{Account, queries as accounts};
use hearth_core::ids::{AccountId, StoryId};
use hearth_core::stories::{Draft, StoryView, publish, show};
use hearth_federation::readers::{Seen, There, gotosocial, lemmy, mastodon};
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Actor, Person, Remote, TestHearth};
use serde_json::{Value, json};
use std::sync::Arc;

/// A Hearth with ada, who founded the community `lake`; a microblog where ben follows both, and a forum where cleo
/// follows the community.
pub struct Stage {
    pub hearth: TestHearth,
    pub ada: Person,
    pub group: Account,
    pub blog: Remote,
    pub ben: Actor,
    pub forum: Remote,
    pub cleo: Actor,
}

pub const LAKE: &str = "/api/hearth/v1/communities/lake";

impl Stage {
    pub async fn set() -> Self {
        Self::with(json!({})).await
    }

    /// `more` is what the community is founded with beyond its name.
    pub async fn with(more: Value) -> Self {
        let hearth = TestHearth::start().await;
        let ada = hearth.person("ada").await;
        let mut form = json!({"name": "lake", "title": "The lake", "description": "For those who swim"});
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = ada.post("/api/hearth/v1/communities", form).await;
        let id = AccountId(made["id"].as_str().unwrap().parse().unwrap());
        let group = accounts::by_id(&hearth.core, id).await.unwrap();
        let (blog, ben) = Self::server(&hearth, "mastodon", "ben", 0).await;
        let (forum, cleo) = Self::server(&hearth, "lemmy", "cleo", 1).await;
        let stage = Self { hearth, ada, group, blog, ben, forum, cleo };
        stage.follow(&stage.ben, &stage.ada.account).await;
        stage.follow(&stage.ben, &stage.group).await;
        stage.follow(&stage.cleo, &stage.group).await;
        stage
    }

    async fn server(hearth: &TestHearth, software: &str, name: &str, key: usize) -> (Remote, Actor) {
        let remote = Remote::start(hearth.clock.clone()).await;
        super::communities::runs(&remote, software);
        let actor = remote.actor(name, key);
        (remote, actor)
    }

    async fn follow(&self, who: &Actor, whom: &Account) {
        let follow = who.activity("Follow", &json!(whom.uri));
        assert_eq!(who.send(&format!("{}/inbox", self.hearth.base), &follow).await.status, 202);
        self.hearth.settle().await;
        who.remote.forget();
    }

    /// Ada tells a story; everybody gets it.
    pub async fn tell(&self, draft: Draft) -> Arc<StoryView> {
        let id = publish::publish(&self.hearth.core, &self.ada.account, draft).await.unwrap();
        self.hearth.settle().await;
        self.story(id).await
    }

    pub async fn story(&self, id: StoryId) -> Arc<StoryView> {
        show::load(&self.hearth.core, id).await.unwrap().unwrap()
    }

    /// A minute later.
    pub fn later(&self) {
        self.hearth.clock.step(chrono::TimeDelta::minutes(1));
        self.blog.forget();
        self.forum.forget();
    }

    /// A draft for the community.
    pub fn in_lake(&self, draft: Draft) -> Draft {
        Draft { community: Some(self.group.id), ..draft }
    }

    /// What ben's server knows: whom he follows, who lives there, and what these ids answer to anybody.
    pub async fn at_bens(&self, ids: &[&str]) -> There {
        let follows = vec![self.ada.account.uri.clone(), self.group.uri.clone()];
        let mut there = There { follows, people: vec![self.ben.id.clone()], ..There::default() };
        for id in ids {
            if let Some(found) = self.fetched(id).await {
                there.documents.insert((*id).to_owned(), found);
            }
        }
        there
    }

    /// The same at cleo's forum.
    pub async fn at_cleos(&self, ids: &[&str]) -> There {
        let there = self.at_bens(ids).await;
        There { follows: vec![self.group.uri.clone()], people: vec![self.cleo.id.clone()], ..there }
    }

    /// What an address answers to somebody unknown.
    pub async fn fetched(&self, address: &str) -> Option<Value> {
        let answer = exchange(http().get(address).header("accept", "application/activity+json")).await;
        answer.status.is_success().then_some(answer.json)
    }

    /// The only activity of a type that a server was sent, compared with the one that is kept under `name`.
    #[track_caller]
    pub fn sent(&self, to: &Remote, kind: &str, name: &str) -> Value {
        let all = to.activities_of(kind);
        assert_eq!(all.len(), 1, "{kind}: {all:#?}");
        self.golden(name, &all[0]);
        all[0].clone()
    }

    /// Compares a document with the one that is kept under `name`.
    #[track_caller]
    pub fn golden(&self, name: &str, document: &Value) {
        let names = [
            (self.hearth.base.as_str(), "https://hearth.example"),
            (self.hearth.domain.as_str(), "hearth.example"),
            (self.blog.base.as_str(), "https://blog.example"),
            (self.forum.base.as_str(), "https://forum.example"),
        ];
        normal::compare(name, document, &names);
    }
}

/// What a person sees on Mastodon.
pub fn on_mastodon(activity: &Value, there: &There) -> Seen {
    mastodon::read(activity.to_string().as_bytes(), there)
}

/// What a person sees on GoToSocial.
pub fn on_gotosocial(activity: &Value, there: &There) -> Seen {
    gotosocial::read(activity.to_string().as_bytes(), there)
}

/// What a person sees on Lemmy, on a site that takes nothing that is not for work.
pub fn on_lemmy(activity: &Value, there: &There) -> Seen {
    lemmy::read(activity.to_string().as_bytes(), there, false)
}

/// Why nothing is seen.
#[track_caller]
pub fn dropped(seen: &Seen) -> &'static str {
    match seen {
        Seen::Dropped(why) => why,
        other => panic!("{other:?}"),
    }
}
