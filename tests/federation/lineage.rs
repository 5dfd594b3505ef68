//! Inspired by between servers: two Hearths that ask each other, a server that is never asked, and those who lie.

use super::scene::Scene;
use chrono::TimeDelta;
use hearth_core::stories::Audience;
use hearth_testkit::{Actor, Person, Remote, TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};

const API: &str = "/api/hearth/v1";

async fn told(by: &Person, more: Value) -> Value {
    let mut form = json!({"text": "a story", "audience": "public", "window": 0});
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post(&format!("{API}/stories"), form).await
}

fn id(story: &Value) -> &str {
    story["id"].as_str().unwrap_or_else(|| panic!("no story: {story}"))
}

async fn asked(who: &Person) -> Vec<Value> {
    let list = who.get(&format!("{API}/inspired")).await;
    list.as_array().unwrap().iter().map(|one| one["story"].clone()).collect()
}

async fn under(who: &Person, story: &Value) -> Vec<Value> {
    who.get(&format!("{API}/stories/{}/inspired", id(story))).await.as_array().unwrap().clone()
}

async fn accepted(who: &Person, story: &Value) -> bool {
    let shown = who.get(&format!("{API}/stories/{}", id(story))).await;
    shown["inspired_by"]["accepted"].as_bool().unwrap()
}

/// Has a server say what it runs.
fn runs(remote: &Remote, software: &str) {
    let address = format!("{}/nodeinfo/2.1", remote.base);
    let rel = "http://nodeinfo.diaspora.software/ns/schema/2.1";
    let json = |path: &str, document: Value| {
        remote.put_page(path, 200, "application/json", &[], document.to_string().into_bytes());
    };
    json("/.well-known/nodeinfo", json!({"links": [{"rel": rel, "href": address}]}));
    json("/nodeinfo/2.1", json!({"version": "2.1", "software": {"name": software, "version": "1"}}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_crosses_is_taken_back_and_ends_with_its_stories() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    let both = async || {
        one.clock.step(TimeDelta::seconds(1));
        settle(&[&one, &two]).await;
    };
    let first = told(&ada, json!({})).await;
    let second = told(&ben, json!({"inspired_by": first["uri"]})).await;
    both().await;
    assert!(!accepted(&ben, &second).await);
    let waits = asked(&ada).await;
    assert_eq!((waits.len(), &waits[0]["uri"]), (1, &second["uri"]));
    let lines = waits[0]["content"].as_str().unwrap().matches("Inspired by").count();
    assert_eq!(lines, 1, "the line came with the content");
    let there = id(&waits[0]).to_owned();

    let answer = async |verb: &str| {
        ada.post(&format!("{API}/inspired/{there}/{verb}"), json!({})).await;
    };
    answer("decline").await;
    both().await;
    assert!(!accepted(&ben, &second).await && under(&ada, &first).await.is_empty());
    answer("accept").await;
    both().await;
    assert!(accepted(&ben, &second).await);
    assert_eq!(under(&ada, &first).await[0]["uri"], second["uri"]);
    let tree = ada.get(&format!("{API}/stories/{}/ripple", id(&first))).await;
    assert_eq!(tree[0]["story"]["uri"], second["uri"]);
    answer("revoke").await;
    both().await;
    assert!(!accepted(&ben, &second).await && under(&ada, &first).await.is_empty());
    answer("accept").await;
    both().await;
    assert!(accepted(&ben, &second).await);

    // Whoever named it takes it back, and names it anew: that asks anew.
    let path = format!("{API}/stories/{}/inspired_by", id(&second));
    ben.ask(Method::DELETE, &path, None).await.ok();
    both().await;
    assert!(under(&ada, &first).await.is_empty() && asked(&ada).await.is_empty());
    ben.post(&path, json!({"inspired_by": first["uri"]})).await;
    both().await;
    assert_eq!(asked(&ada).await.len(), 1);
    answer("accept").await;
    both().await;
    assert_eq!(under(&ada, &first).await.len(), 1);

    // A withdrawn story is gone with one delivery, though nobody here followed its author.
    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&second)), None).await.ok();
    both().await;
    assert!(under(&ada, &first).await.is_empty());
    assert_eq!(ada.get(&format!("{API}/stories/{}/ripple", id(&first))).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_story_that_is_deleted_elsewhere_takes_the_line_along() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ben.follow(&ada.handle).await;
    settle(&[&one, &two]).await;
    let first = told(&ada, json!({})).await;
    let second = told(&ben, json!({"inspired_by": first["uri"]})).await;
    settle(&[&one, &two]).await;
    let there = id(&asked(&ada).await[0]).to_owned();
    ada.post(&format!("{API}/inspired/{there}/accept"), json!({})).await;
    settle(&[&one, &two]).await;
    assert!(accepted(&ben, &second).await);
    one.clock.step(TimeDelta::seconds(1));
    ada.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&first)), None).await.ok();
    settle(&[&one, &two]).await;
    let left = ben.get(&format!("{API}/stories/{}", id(&second))).await;
    assert_eq!(left["inspired_by"], Value::Null);
    assert!(!left["content"].as_str().unwrap().contains("Inspired by"), "{left}");
    // The copy that the first server was asked with loses it too.
    let copy = ada.get(&format!("{API}/stories/{there}")).await;
    assert!(!copy["content"].as_str().unwrap().contains("Inspired by"), "{copy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_runs_something_else_hears_of_it_only_if_told() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let remote = Remote::start(hearth.clock.clone()).await;
    runs(&remote, "mastodon");
    let alice = remote.actor("alice", 0);
    let note = alice.note("first", "what alice lived through");
    alice.publish(&note);
    let form = json!({"inspired_by": note["id"]});
    let quiet = told(&ada, form.clone()).await;
    hearth.settle().await;
    assert!(remote.activities().is_empty(), "nothing is sent: {:?}", remote.activities());
    assert_eq!(quiet["inspired_by"]["url"], note["url"]);
    assert!(!quiet.to_string().contains("lived through"), "not a word of hers: {quiet}");
    let sent = told(&ada, json!({"inspired_by": note["id"], "tell": true})).await;
    hearth.settle().await;
    let creates = remote.activities_of("Create");
    assert_eq!((remote.activities().len(), creates.len()), (1, 1));
    let object = &creates[0]["object"];
    assert_eq!((&object["id"], &object["inspiredBy"]), (&sent["uri"], &note["id"]));
    assert!(object["tag"].as_array().unwrap().iter().any(|tag| tag["href"] == alice.id.as_str()), "{object}");
    assert!(object["content"].as_str().unwrap().contains("Inspired by <a href="), "{object}");
    let terms = creates[0]["@context"][1]["inspiredBy"]["@id"].as_str();
    assert_eq!(terms, Some("urn:hearth:inspiredBy"));
    // A Delete of hers takes the line away.
    hearth.clock.step(TimeDelta::seconds(1));
    let delete = alice.activity("Delete", &note["id"]);
    alice.send(&format!("{}/inbox", hearth.base), &delete).await.is(202);
    hearth.settle().await;
    let left = ada.get(&format!("{API}/stories/{}", id(&quiet))).await;
    assert_eq!(left["inspired_by"], Value::Null);
    assert_eq!(remote.activities_of("Update").len(), 1, "whoever has the one she was told of hears so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_can_be_named_all_the_same() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let remote = Remote::start(hearth.clock.clone()).await;
    let address = format!("{}/@alice/1", remote.base);
    let story = told(&ada, json!({"inspired_by": address, "tell": true})).await;
    hearth.settle().await;
    assert_eq!(story["inspired_by"], json!({"id": null, "url": address, "uri": address, "accepted": false}));
    assert!(story["content"].as_str().unwrap().contains(&address), "{story}");
    assert!(remote.activities().is_empty());
}

/// What alice, on a Hearth of her own, asks: whether her story may name one of ada's.
fn offer(by: &Actor, slug: &str, subject: &str, source: &str) -> Value {
    json!({"@context": "https://www.w3.org/ns/activitystreams", "type": "Offer", "actor": by.id,
        "id": by.uri(&format!("offers/{slug}")),
        "object": {"type": "Relationship", "subject": subject, "relationship": "urn:hearth:inspiredBy",
            "object": source}})
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_for_a_story_that_is_not_theirs_or_about_one_they_may_not_read() {
    let scene = Scene::acquainted().await;
    let core = &scene.hearth.core;
    let open = scene.tell(Audience::Public, "a beginning").await;
    let waits = async || {
        use hearth_core::lineage::{State, list};
        list::of_member(core, scene.ada.id, State::Asked, 0, 40).await.unwrap().len()
    };
    let note = scene.alice.note("hers", "inspired");
    scene.alice.publish(&note);
    let hers = note["id"].as_str().unwrap();
    // Mallory speaks for a story of alice's, and for one of a neighbour on mallory's own server.
    scene.in_vain(&scene.mallory, &offer(&scene.mallory, "alices", hers, &open.story.uri)).await;
    let neighbour = scene.evil.actor("trudy", 2);
    let trudys = neighbour.note("trudys", "words of trudy");
    neighbour.publish(&trudys);
    let forged = offer(&scene.mallory, "trudys", trudys["id"].as_str().unwrap(), &open.story.uri);
    assert_eq!(scene.say(&scene.mallory, &forged).await, 202);
    assert_eq!(waits().await, 0);
    // About stories of ada's that are not for everybody, for this server alone, or not there.
    for audience in [Audience::Followers, Audience::Direct, Audience::Local, Audience::OnlyMe] {
        let narrow = scene.tell(audience, "for few").await;
        let asks = offer(&scene.alice, &format!("{audience:?}"), hers, &narrow.story.uri);
        assert_eq!(scene.say(&scene.alice, &asks).await, 202);
        assert_eq!(waits().await, 0, "{audience:?}");
    }
    let nothing = format!("{}/stories/none", scene.ada.uri);
    scene.say(&scene.alice, &offer(&scene.alice, "none", hers, &nothing)).await;
    assert_eq!(waits().await, 0);
    // Another relationship is another matter.
    let mut other = offer(&scene.alice, "other", hers, &open.story.uri);
    other["object"]["relationship"] = json!("http://purl.org/vocab/relationship/parentOf");
    scene.say(&scene.alice, &other).await;
    assert_eq!(waits().await, 0);

    // The positive twin: her own story, about one that she may read. Asked twice it is asked once.
    let asks = offer(&scene.alice, "own", hers, &open.story.uri);
    assert_eq!(scene.say(&scene.alice, &asks).await, 202);
    assert_eq!(waits().await, 1);
    scene.say(&scene.alice, &offer(&scene.alice, "own-again", hers, &open.story.uri)).await;
    assert_eq!(waits().await, 1);
    // Only she takes it back.
    let undo = |by: &Actor| {
        let mut undone = asks.clone();
        undone["actor"] = json!(by.id);
        by.activity("Undo", &undone)
    };
    scene.in_vain(&scene.mallory, &scene.mallory.activity("Undo", &asks)).await;
    scene.say(&scene.mallory, &undo(&scene.mallory)).await;
    assert_eq!(waits().await, 1);
    scene.say(&scene.alice, &undo(&scene.alice)).await;
    assert_eq!(waits().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_is_not_asked_about_again() {
    let scene = Scene::acquainted().await;
    let core = &scene.hearth.core;
    let open = scene.tell(Audience::Public, "a beginning").await;
    let note = scene.alice.note("hers", "inspired");
    scene.alice.publish(&note);
    let hers = note["id"].as_str().unwrap();
    scene.say(&scene.alice, &offer(&scene.alice, "one", hers, &open.story.uri)).await;
    let story = scene.story(hers).await.unwrap().story.id;
    hearth_core::lineage::answer::decline(core, scene.ada.id, story).await.unwrap();
    scene.hearth.settle().await;
    let rejects = scene.home.activities_of("Reject");
    assert_eq!((rejects.len(), &rejects[0]["object"]["type"]), (1, &json!("Offer")));
    scene.say(&scene.alice, &offer(&scene.alice, "two", hers, &open.story.uri)).await;
    let waits =
        hearth_core::lineage::list::of_member(core, scene.ada.id, hearth_core::lineage::State::Asked, 0, 9);
    assert!(waits.await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_whoever_was_asked_says_yes() {
    let hearth = TestHearth::start().await;
    let member = hearth.person("eve").await;
    let scene = Scene::on(hearth).await;
    scene.meet(&scene.mallory).await;
    runs(&scene.home, "hearth");
    let note = scene.alice.note("first", "a beginning");
    scene.alice.publish(&note);
    let story = told(&member, json!({"inspired_by": note["id"]})).await;
    scene.hearth.settle().await;
    let offers = scene.home.activities_of("Offer");
    assert_eq!(offers.len(), 1);
    let mut asks = offers[0].clone();
    asks.as_object_mut().unwrap().remove("@context");
    assert_eq!(asks["object"]["subject"], story["uri"]);
    assert_eq!((&asks["object"]["object"], &asks["to"]), (&note["id"], &json!([scene.alice.id])));

    let answer = async |by: &Actor, kind: &str, object: &Value| {
        scene.hearth.clock.step(TimeDelta::seconds(1));
        let activity = by.activity(kind, object);
        assert_eq!(scene.say(by, &activity).await, 202);
        let shown = member.get(&format!("{API}/stories/{}", id(&story))).await;
        (activity, shown["inspired_by"]["accepted"] == true)
    };
    assert!(!answer(&scene.mallory, "Accept", &asks).await.1, "somebody else's yes");
    assert!(!answer(&scene.mallory, "Accept", &asks["id"]).await.1);
    let mut other = asks.clone();
    other["id"] = json!(format!("{}/activities/offers/none", scene.hearth.base));
    assert!(!answer(&scene.alice, "Accept", &other).await.1, "a yes to what was not asked");
    // The positive twin.
    let (yes, holds) = answer(&scene.alice, "Accept", &asks).await;
    assert!(holds);
    assert!(answer(&scene.mallory, "Reject", &asks).await.1, "nobody else says no");
    let mut stolen = yes.clone();
    stolen["actor"] = json!(scene.mallory.id);
    assert!(answer(&scene.mallory, "Undo", &yes).await.1, "nobody else takes it back");
    assert!(answer(&scene.mallory, "Undo", &stolen).await.1);
    assert!(!answer(&scene.alice, "Undo", &yes).await.1, "she does");
}
