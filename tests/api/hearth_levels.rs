//! The five levels of a community: who learns of it, who reads its stories, through every door.

use super::ask::{id, unknown};
use hearth_testkit::person::{exchange, http};
use hearth_testkit::remote::fetch;
use hearth_testkit::{Answer, Person, Remote, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/hearth/v1/communities";
const SECRET: &str = "under the ice";
const TITLE: &str = "The hidden lake";

/// What a level promises: who learns that the community is there, and who reads what is told in it.
struct Level {
    name: &'static str,
    /// Somebody without an account.
    known_to_all: bool,
    read_by_all: bool,
    /// A member of this server who is not in.
    known_here: bool,
    read_here: bool,
    /// It stands in the list of communities, for those who live here.
    listed: bool,
    /// It and its stories stand in public timelines.
    in_public: bool,
    /// Another server finds its actor.
    abroad: bool,
}

const LEVELS: [Level; 5] = [
    Level {
        name: "public",
        known_to_all: true,
        read_by_all: true,
        known_here: true,
        read_here: true,
        listed: true,
        in_public: true,
        abroad: true,
    },
    Level {
        name: "unlisted",
        known_to_all: true,
        read_by_all: true,
        known_here: true,
        read_here: true,
        listed: false,
        in_public: false,
        abroad: true,
    },
    Level {
        name: "server",
        known_to_all: false,
        read_by_all: false,
        known_here: true,
        read_here: true,
        listed: true,
        in_public: false,
        abroad: false,
    },
    Level {
        name: "members",
        known_to_all: true,
        read_by_all: false,
        known_here: true,
        read_here: false,
        listed: false,
        in_public: false,
        abroad: true,
    },
    Level {
        name: "invite",
        known_to_all: false,
        read_by_all: false,
        known_here: false,
        read_here: false,
        listed: false,
        in_public: false,
        abroad: false,
    },
];

struct Scene {
    hearth: TestHearth,
    ben: Person,
    zoe: Person,
    lake: Value,
    told: Value,
}

/// Ada founded it, ben is in and told something, zoe lives here and is not in.
async fn scene(level: &str) -> Scene {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let zoe = hearth.person("zoe").await;
    let lake = ada.post(PATH, json!({"name": "lake", "title": TITLE, "visibility": level})).await;
    let link = ada.post(&format!("{PATH}/lake/invites"), json!({"uses": 1})).await;
    ben.post(&format!("{PATH}/lake/join"), json!({"code": link["code"]})).await;
    let form = json!({"text": format!("{SECRET} #coldwater"), "kind": "story", "window": 0});
    let told = ben.post(&format!("{PATH}/lake/stories"), form).await;
    ada.post(&format!("{PATH}/lake/stories/{}/pin", id(&told)), json!({})).await;
    hearth.settle().await;
    Scene { hearth, ben, zoe, lake, told }
}

impl Scene {
    /// Every list and document of the client APIs that could show the community or its story.
    fn api(&self) -> Vec<String> {
        let (lake, story, author) = (id(&self.lake), id(&self.told), self.ben.account.id);
        vec![
            format!("{PATH}/lake"),
            format!("{PATH}/lake/stories"),
            format!("{PATH}/lake/pinned"),
            format!("{PATH}/lake/prompts"),
            format!("{PATH}/lake/heard"),
            format!("{PATH}/lake/notes"),
            format!("{PATH}/lake/agreement"),
            format!("{PATH}/lake/members"),
            "/api/hearth/v1/heard".to_owned(),
            format!("/api/hearth/v1/stories/{story}"),
            format!("/api/v1/statuses/{story}"),
            format!("/api/v1/statuses/{story}/context"),
            format!("/api/v1/statuses/{story}/history"),
            format!("/api/v1/accounts/{author}/statuses"),
            format!("/api/v1/accounts/{lake}"),
            format!("/api/v1/accounts?id[]={lake}"),
            format!("/api/v1/accounts/{lake}/statuses"),
            format!("/api/v1/accounts/{lake}/statuses?pinned=true"),
            format!("/api/v1/accounts/{author}/following"),
            "/api/v1/accounts/lookup?acct=lake".to_owned(),
            "/api/v1/accounts/search?q=lake".to_owned(),
            "/api/v2/search?q=lake".to_owned(),
            format!("/api/v2/search?q={}/users/lake", self.hearth.base),
            "/api/v1/timelines/tag/coldwater".to_owned(),
            "/api/v1/timelines/home".to_owned(),
            PATH.to_owned(),
        ]
    }

    /// The same for pages and ActivityPub.
    fn addresses(&self) -> Vec<String> {
        let base = &self.hearth.base;
        let own = |what: &Value| what.as_str().unwrap().to_owned();
        vec![
            format!("{base}/"),
            format!("{base}/@lake"),
            format!("{base}/@ben"),
            format!("{base}/tags/coldwater"),
            own(&self.told["url"]),
            own(&self.told["uri"]),
            format!("{}/replies", self.told["uri"].as_str().unwrap()),
            format!("{base}/users/lake"),
            format!("{base}/users/lake/outbox"),
            format!("{base}/users/lake/outbox?below={}", i64::MAX),
            format!("{base}/users/lake/collections/featured"),
            format!("{base}/users/lake/moderators"),
            format!("{base}/users/lake/followers"),
            format!("{base}/users/ben/outbox?below={}", i64::MAX),
        ]
    }
}

/// As a browser asks.
async fn page(address: &str) -> Answer {
    exchange(http().get(address).header("accept", "text/html,*/*;q=0.8")).await
}

fn shows(answer: &Answer) -> (bool, bool) {
    (answer.text.contains(TITLE), answer.text.contains(SECRET))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_level_keeps_what_it_promises_through_every_door() {
    for level in LEVELS {
        let scene = scene(level.name).await;
        let Level { name, known_to_all, read_by_all, known_here, read_here, .. } = level;
        let (mut all, mut here, mut inside) = ((false, false), (false, false), (false, false));
        let add = |sum: &mut (bool, bool), (known, read): (bool, bool)| {
            *sum = (sum.0 || known, sum.1 || read);
        };
        for path in scene.api() {
            let seen = shows(&unknown(&scene.hearth, Method::GET, &path).await);
            assert!((!seen.0 || known_to_all) && (!seen.1 || read_by_all), "{name}: anybody at {path}");
            add(&mut all, seen);
            let seen = shows(&scene.zoe.ask(Method::GET, &path, None).await);
            assert!((!seen.0 || known_here) && (!seen.1 || read_here), "{name}: zoe at {path}");
            add(&mut here, seen);
            add(&mut inside, shows(&scene.ben.ask(Method::GET, &path, None).await));
        }
        let stranger = Remote::start(scene.hearth.clock.clone()).await.actor("mallory", 1);
        for address in scene.addresses() {
            for answer in [page(&address).await, fetch(&address).await, stranger.fetch(&address).await] {
                let seen = shows(&answer);
                assert!((!seen.0 || known_to_all) && (!seen.1 || read_by_all), "{name}: {address}");
                add(&mut all, seen);
            }
        }
        // The test could fail: whoever may, does.
        assert_eq!(all, (known_to_all, read_by_all), "{name}");
        assert_eq!(here, (known_here, read_here), "{name}");
        assert_eq!(inside, (true, true), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_level_stands_where_it_belongs() {
    for level in LEVELS {
        let scene = scene(level.name).await;
        let (hearth, name) = (&scene.hearth, level.name);
        let list = scene.zoe.ask(Method::GET, PATH, None).await;
        assert_eq!(list.text.contains(TITLE), level.listed, "{name}");
        let public = unknown(hearth, Method::GET, "/api/v1/timelines/public").await;
        assert_eq!(public.text.contains(SECRET), level.in_public, "{name}");
        assert_eq!(page(&format!("{}/", hearth.base)).await.text.contains(SECRET), level.in_public, "{name}");
        let finger = format!("/.well-known/webfinger?resource=acct:lake@{}", hearth.domain);
        let found = unknown(hearth, Method::GET, &finger).await;
        assert_eq!(found.status.is_success(), level.abroad, "{name}: {}", found.text);
        let actor = fetch(&format!("{}/users/lake", hearth.base)).await;
        assert_eq!(actor.status.is_success(), level.abroad, "{name}: {}", actor.text);
        let ours = scene.zoe.home().await;
        assert_eq!(ours, [""; 0], "{name}: nobody follows it unasked");
        assert!(scene.ben.home().await[0].contains(SECRET), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_invites_is_there_for_the_servers_of_those_it_invited_alone() {
    let scene = scene("invite").await;
    let hearth = &scene.hearth;
    let (far, near) = (Remote::start(hearth.clock.clone()).await, Remote::start(hearth.clock.clone()).await);
    let (finn, mallory) = (far.actor("finn", 0), near.actor("mallory", 1));
    let lake = format!("{}/users/lake", hearth.base);
    mallory.fetch(&lake).await.is(404);
    finn.fetch(&lake).await.is(404);
    // He becomes known here, and is invited by name.
    let ben = format!("{}/users/ben", hearth.base);
    let mut note = finn.note("hello", "hello");
    note["cc"] = json!([ben]);
    note["tag"] = json!([{"type": "Mention", "href": ben, "name": "@ben"}]);
    finn.send(&format!("{}/inbox", hearth.base), &finn.activity("Create", &note)).await.is(202);
    hearth.settle().await;
    let found = hearth_core::accounts::queries::by_uri(&hearth.core, &finn.id).await.unwrap().unwrap();
    let community = id(&scene.lake).parse::<i64>().unwrap();
    let community =
        hearth_core::communities::queries::by_id(&hearth.core, hearth_core::ids::AccountId(community))
            .await
            .unwrap()
            .unwrap();
    let founder = hearth_core::communities::queries::stewards(&hearth.core, community.account.id)
        .await
        .unwrap()
        .remove(0);
    hearth_core::communities::invite::by_name(&hearth.core, &founder, &community, &found).await.unwrap();
    assert_eq!(finn.fetch(&lake).await.ok()["type"], "Group");
    mallory.fetch(&lake).await.is(404);
    fetch(&lake).await.is(404);
}
