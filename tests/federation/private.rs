//! Who may read it, between servers (security table C, cases 41, 42, 45 and 46 as far as ActivityPub goes): what is
//! for few goes to few, whoever asks and whatever is sent.

use super::scene::Scene;
use hearth_core::peers::rules::{Rule, set_rule};
use hearth_core::restrictions::block;
use hearth_core::stories::{Audience, Draft, StoryView, boost, edit, pin, publish, show};
use hearth_testkit::remote::fetch;
use hearth_testkit::{Actor, Answer, Remote, TestHearth};
use serde_json::json;
use std::sync::Arc;

/// A Hearth with a follower of ada's, somebody she names, somebody she blocks, and a stranger, each on a server of
/// their own.
struct Circle {
    scene: Scene,
    follower: Actor,
    named: Actor,
    blocked: Actor,
    stranger: Actor,
    servers: [Remote; 4],
}

impl Circle {
    async fn gather() -> Self {
        let scene = Scene::set().await;
        let clock = scene.hearth.clock.clone();
        let servers = [
            Remote::start(clock.clone()).await,
            Remote::start(clock.clone()).await,
            Remote::start(clock.clone()).await,
            Remote::start(clock).await,
        ];
        let names = ["fay", "nina", "bob", "sam"];
        let [follower, named, blocked, stranger] = std::array::from_fn(|at| servers[at].actor(names[at], at));
        scene.be_followed(&follower).await;
        scene.be_followed(&blocked).await;
        for one in [&named, &blocked] {
            scene.meet(one).await;
        }
        let account = scene.account(&blocked.id).await.unwrap();
        block::block(&scene.hearth.core, &scene.ada, &account).await.unwrap();
        scene.hearth.settle().await;
        for server in &servers {
            server.forget();
        }
        Self { scene, follower, named, blocked, stranger, servers }
    }

    /// Which of follower, named, blocked and stranger were sent anything since, with all the bytes they were sent.
    fn sent(&self) -> [String; 4] {
        std::array::from_fn(|at| self.servers[at].activities().iter().map(ToString::to_string).collect())
    }

    /// How follower, named, blocked, stranger and somebody unsigned are answered.
    async fn asked(&self, address: &str) -> [Answer; 5] {
        [
            self.follower.fetch(address).await,
            self.named.fetch(address).await,
            self.blocked.fetch(address).await,
            self.stranger.fetch(address).await,
            fetch(address).await,
        ]
    }

    async fn tell(&self, audience: Audience, words: &str) -> Arc<StoryView> {
        let handle = format!("@{}@{}", self.named.name, self.servers[1].domain);
        self.scene.tell(audience, &format!("{handle} {words}")).await
    }
}

/// Which of the answers hold the words; the others must all be the same.
fn readers(answers: &[Answer], words: &str) -> Vec<bool> {
    answers.iter().map(|answer| answer.text.contains(words)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_41_documents_are_for_whom_the_story_is_for() {
    let circle = Circle::gather().await;
    let rules = [
        (Audience::Public, "open-word", [true, true, false, true, true]),
        (Audience::Unlisted, "quiet-word", [true, true, false, true, true]),
        (Audience::Followers, "close-word", [true, true, false, false, false]),
        (Audience::Direct, "private-word", [false, true, false, false, false]),
    ];
    for (audience, words, expected) in rules {
        let story = circle.tell(audience, words).await;
        let uri = story.story.uri.clone();
        let answers = circle.asked(&uri).await;
        assert_eq!(readers(&answers, words), expected, "{audience:?} at {uri}");
        // The page shows the way to the document, or is the document.
        let answers = circle.asked(&story.story.url).await;
        for (told, may) in readers(&answers, words).into_iter().zip(expected) {
            assert!(may || !told, "{audience:?} at {}", story.story.url);
        }
        // Nor does any collection tell of it to others.
        let account = &circle.scene.ada.uri;
        let slug = story.story.slug.clone().unwrap();
        for collection in ["outbox", "outbox?page=true", "collections/featured", "followers", "following"] {
            for answer in circle.asked(&format!("{account}/{collection}")).await {
                assert!(!answer.text.contains(words) || audience.is_open(), "{collection}: {}", answer.text);
                assert!(!answer.text.contains(&slug) || audience.is_open(), "{collection}: {}", answer.text);
            }
        }
        for address in [format!("{uri}/replies"), format!("{}/contexts/{slug}", circle.scene.hearth.base)] {
            for (answer, may) in circle.asked(&address).await.iter().zip(expected) {
                assert!(may || !answer.status.is_success(), "{audience:?} {address}: {}", answer.text);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_42_what_one_may_not_read_looks_like_what_is_not_there() {
    let circle = Circle::gather().await;
    for audience in [Audience::Followers, Audience::Direct, Audience::Local] {
        let story = circle.scene.tell(audience, "hidden").await;
        let slug = story.story.slug.clone().unwrap();
        let none = story.story.uri.replace(&slug, &"x".repeat(slug.len()));
        let (there, not_there) = (circle.asked(&story.story.uri).await, circle.asked(&none).await);
        let pages = (
            circle.asked(&story.story.url).await,
            circle.asked(&story.story.url.replace(&slug, &"x".repeat(slug.len()))).await,
        );
        for (one, other) in pages.0.iter().zip(&pages.1) {
            assert_eq!((one.status, &one.text), (other.status, &other.text), "page of {audience:?}");
        }
        for (one, other) in there.iter().zip(&not_there).skip(2) {
            assert_eq!((one.status, &one.text), (other.status, &other.text), "{audience:?}");
            let names = |answer: &Answer| {
                let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
                names.sort();
                names
            };
            assert_eq!(names(one), names(other), "{audience:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_45_what_is_for_few_is_sent_to_few_and_names_nobody_else() {
    let circle = Circle::gather().await;
    let rules = [
        (Audience::Public, "open-word", [true, true, false, false]),
        (Audience::Followers, "close-word", [true, true, false, false]),
        (Audience::Direct, "private-word", [false, true, false, false]),
        (Audience::Local, "house-word", [false, false, false, false]),
    ];
    for (audience, words, expected) in rules {
        let story = circle.tell(audience, words).await;
        let sent = circle.sent();
        let got: Vec<bool> = sent.iter().map(|bytes| bytes.contains(words)).collect();
        assert_eq!(got, expected, "{audience:?}");
        for bytes in &sent {
            assert!(!bytes.contains("\"bto\"") && !bytes.contains("\"bcc\""), "{bytes}");
        }
        for activity in circle.servers.iter().flat_map(Remote::activities) {
            let addressed = format!(
                "{}{}{}{}",
                activity["to"], activity["cc"], activity["object"]["to"], activity["object"]["cc"]
            );
            let followers = format!("{}/followers", circle.scene.ada.uri);
            match audience {
                Audience::Followers => assert!(!addressed.contains("Public"), "{activity}"),
                Audience::Direct => {
                    assert!(!addressed.contains("Public") && !addressed.contains(&followers), "{activity}");
                }
                _ => {}
            }
        }
        // An edit and a deletion go where the story went and nowhere else.
        let id = story.story.id;
        let handle = format!("@{}@{}", circle.named.name, circle.servers[1].domain);
        let draft = Draft { audience: Some(audience), ..Draft::plain(&format!("{handle} {words} again")) };
        circle.servers.iter().for_each(Remote::forget);
        edit::edit(&circle.scene.hearth.core, &circle.scene.ada, id, draft).await.unwrap();
        circle.scene.hearth.settle().await;
        let got: Vec<bool> = circle.sent().iter().map(|bytes| bytes.contains(words)).collect();
        assert_eq!(got, expected, "edit of {audience:?}");
        circle.servers.iter().for_each(Remote::forget);
        hearth_core::stories::delete::delete(&circle.scene.hearth.core, &circle.scene.ada, id).await.unwrap();
        circle.scene.hearth.settle().await;
        let got: Vec<bool> = circle.sent().iter().map(|bytes| bytes.contains(&story.story.uri)).collect();
        assert_eq!(got, expected, "deletion of {audience:?}");
        circle.servers.iter().for_each(Remote::forget);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_for_this_house_never_leaves_it_by_any_act() {
    let circle = Circle::gather().await;
    let (core, ada) = (&circle.scene.hearth.core, &circle.scene.ada);
    let cleo = circle.scene.hearth.person("cleo").await.account;
    circle.scene.hearth.settle().await;
    circle.servers.iter().for_each(Remote::forget);
    let story = circle.tell(Audience::Local, "house-word").await;
    let id = story.story.id;
    let answer = Draft { parent: Some(id), audience: Some(Audience::Public), ..Draft::plain("house-answer") };
    let answer = publish::publish(core, &cleo, answer).await.unwrap();
    let answer = show::load(core, answer).await.unwrap().unwrap();
    assert_eq!(answer.story.audience, Audience::Local, "an answer reaches no further than what it answers");
    hearth_core::stories::favourite::favourite(core, &cleo, id).await.unwrap();
    assert!(boost::boost(core, ada, id, Audience::Public).await.is_err());
    let _ = pin::pin(core, ada, id).await;
    circle.scene.hearth.settle().await;
    for view in [&story, &answer] {
        let slug = view.story.slug.clone().unwrap();
        let base = &circle.scene.hearth.base;
        let uri = &view.story.uri;
        let featured = format!("{}/collections/featured", ada.uri);
        for address in
            [uri.clone(), view.story.url.clone(), format!("{uri}/replies"), format!("{base}/contexts/{slug}")]
        {
            for one in circle.asked(&address).await {
                assert!(!one.status.is_success(), "{address}: {} {}", one.status, one.text);
                assert!(!one.text.contains("house-"), "{address}");
            }
        }
        for one in circle.asked(&featured).await {
            assert!(!one.text.contains(&slug), "{}", one.text);
        }
        for kind in ["creates", "updates", "deletes", "announces"] {
            let one = circle.follower.fetch(&format!("{base}/activities/{kind}/{slug}")).await;
            assert!(one.status.is_client_error(), "{kind}: {}", one.text);
        }
    }
    hearth_core::stories::delete::delete(core, ada, id).await.unwrap();
    circle.scene.hearth.settle().await;
    for bytes in circle.sent() {
        assert!(!bytes.contains(&story.story.uri) && !bytes.contains("house-"), "{bytes}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_46_an_answer_for_one_is_not_kept_for_another() {
    let circle = Circle::gather().await;
    for audience in [Audience::Public, Audience::Followers] {
        let story = circle.tell(audience, "word").await;
        for address in [&story.story.uri, &circle.scene.ada.uri] {
            let signed = circle.follower.fetch(address).await;
            signed.is(200);
            let header = |name: &str| {
                let all = signed.headers.get_all(name).iter();
                all.map(|value| value.to_str().unwrap().to_lowercase()).collect::<Vec<_>>().join(", ")
            };
            let (vary, kept) = (header("vary"), header("cache-control"));
            assert!(vary.contains("accept") && vary.contains("signature"), "{address}: {vary}");
            assert!(kept.contains("private") || kept.contains("no-store"), "{address}: {kept}");
        }
    }
    let open = circle.tell(Audience::Public, "word").await;
    circle.follower.fetch(&open.story.uri).await.is(200);
    set_rule(&circle.scene.hearth.core, &circle.servers[0].domain, Some(Rule::Blocked), "x").await.unwrap();
    circle.follower.fetch(&open.story.uri).await.is(403);
    circle.stranger.fetch(&open.story.uri).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_does_not_hold_is_no_missing_story() {
    let circle = Circle::gather().await;
    let story = circle.tell(Audience::Followers, "word").await;
    let thief = circle.follower.with_key(&circle.follower.key_id, 5);
    thief.fetch(&story.story.uri).await.is(401);
    circle.follower.fetch(&story.story.uri).await.is(200);
    // The ways in that an allow-list leaves open to strangers: none.
    let closed = TestHearth::with(|config| config.federation.mode = hearth_federation::Mode::AllowList).await;
    let closed = Scene::on(closed).await;
    let open = closed.tell(Audience::Public, "word").await;
    assert!(fetch(&open.story.uri).await.status.is_client_error());
    closed.mallory.fetch(&open.story.uri).await.is(403);
    let letter = closed.letter(&closed.mallory, "x", "hello");
    assert_eq!(closed.in_vain(&closed.mallory, &closed.mallory.activity("Create", &letter)).await, 403);
    assert!(closed.evil.received().is_empty());
    set_rule(&closed.hearth.core, &closed.home.domain, Some(Rule::Allowed), "").await.unwrap();
    closed.alice.fetch(&open.story.uri).await.is(200);
    closed.still_hears(&closed.alice, "allowed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_44_who_is_named_without_being_addressed_is_not_told() {
    let scene = Scene::acquainted().await;
    let told = scene.hearth.database.count("notifications").await;
    let mut letter = scene.letter(&scene.mallory, "named", "psst @ada");
    letter["cc"] = json!([]);
    letter["to"] = json!([format!("{}/followers", scene.mallory.id)]);
    assert_eq!(scene.say(&scene.mallory, &scene.mallory.activity("Create", &letter)).await, 202);
    assert_eq!(scene.hearth.database.count("notifications").await, told);
    assert!(!scene.knows(letter["id"].as_str().unwrap()).await);
    scene.still_hears(&scene.mallory, "addressed").await;
    assert_eq!(scene.hearth.database.count("notifications").await, told + 1);
}
