//! What a story wishes for holds across servers: two Hearths, and a server that speaks GoToSocial's interaction controls.

use super::scene::Scene;
use chrono::TimeDelta;
use hearth_core::replies::{decide, drop, list};
use hearth_core::stories::{Audience, Draft, Kind, StoryView, Wish, boost, publish, show};
use hearth_testkit::remote::{PUBLIC, fetch};
use hearth_testkit::{Actor, Person, TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;

const STORIES: &str = "/api/hearth/v1/stories";

async fn tell(person: &Person, more: Value) -> Value {
    let mut form = json!({"text": "It was a long year.", "audience": "public", "window": 0});
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    person.post(STORIES, form).await
}

fn at<'a>(entity: &'a Value, name: &str) -> &'a str {
    entity[name].as_str().unwrap_or_else(|| panic!("no {name}: {entity}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn between_hearths_a_wish_is_read_in_words_and_kept_to() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ben.follow(&ada.handle).await;
    settle(&[&one, &two]).await;
    let told = tell(&ada, json!({"kind": "story", "wish": "no_replies", "notes": ["hospital"]})).await;
    settle(&[&one, &two]).await;
    let here = ben.status_id(at(&told, "uri")).await;
    let read = ben.get(&format!("/api/v1/statuses/{here}")).await;
    assert_eq!(read["spoiler_text"], "Note: hospital");
    let content = at(&read, "content");
    assert!(content.ends_with("<p>Reply wish: not looking for replies.</p>"), "{content}");
    one.clock.step(TimeDelta::minutes(1));
    ada.ask(Method::PUT, &format!("{STORIES}/{}", at(&told, "id")), Some(json!({"wish": "circle"})))
        .await
        .ok();
    settle(&[&one, &two]).await;
    let read = ben.get(&format!("/api/v1/statuses/{here}")).await;
    assert_eq!(at(&read, "content").matches("Reply wish:").count(), 1);
    assert!(at(&read, "content").ends_with("<p>Reply wish: from my circle.</p>"));

    one.clock.step(TimeDelta::seconds(1));
    let answer = ben.reply(&here, &format!("@{} have you tried tea?", ada.handle)).await;
    settle(&[&one, &two]).await;
    let (story, held) = (at(&told, "id"), format!("{STORIES}/{}/held", at(&told, "id")));
    assert_eq!(ada.answers(story).await, [""; 0]);
    assert_eq!(ada.notified().await, ["follow"]);
    assert_eq!(fetch(&format!("{}/replies?after=0", at(&told, "uri"))).await.ok()["items"], json!([]));
    let waiting = ada.get(&held).await;
    assert_eq!(waiting[0]["uri"], answer["uri"]);
    ada.post(&format!("/api/hearth/v1/held/{}/let_in", at(&waiting[0], "id")), json!({})).await;
    settle(&[&one, &two]).await;
    assert_eq!(ada.answers(story).await.len(), 1);
    assert_eq!(ada.notified().await, ["mention", "follow"]);
    let replies = fetch(&format!("{}/replies?after=0", at(&told, "uri"))).await.ok();
    assert_eq!(replies["items"], json!([answer["uri"]]));
}

#[tokio::test(flavor = "multi_thread")]
async fn thanks_cross_between_hearths_and_pass_the_wish() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    let told = tell(&ada, json!({"kind": "story", "wish": "no_replies"})).await;
    let here = ben.status_id(at(&told, "uri")).await;
    ben.post(&format!("{STORIES}/{here}/thank"), json!({})).await;
    // Ben's server knows of the wish by its words alone: what goes beyond a thank-you waits here.
    ben.post(&format!("{STORIES}/{here}/relate"), json!({"text": "Drink tea!"})).await;
    ben.post(&format!("/api/v1/statuses/{here}/favourite"), json!({})).await;
    settle(&[&one, &two]).await;
    let path = format!("{STORIES}/{}", at(&told, "id"));
    let whats = |list: Value| {
        let mut whats: Vec<String> =
            list.as_array().unwrap().iter().map(|one| at(one, "what").to_owned()).collect();
        whats.sort_unstable();
        whats
    };
    let thanks = ada.get(&format!("{path}/thanks")).await;
    assert_eq!(whats(thanks.clone()), ["favourite", "thank"], "{thanks}");
    assert!(
        thanks.to_string().contains(&ben.handle) && thanks.to_string().contains("Thank you for sharing.")
    );
    let held = ada.get(&format!("{path}/held")).await;
    assert_eq!((held.as_array().unwrap().len(), &held[0]["kindness"]), (1, &json!("relate")));
    assert_eq!(ada.notified().await.len(), 2, "the thank-you and the like");
    ben.ask(Method::DELETE, &format!("{STORIES}/{here}/thank"), None).await.ok();
    settle(&[&one, &two]).await;
    assert_eq!(whats(ada.get(&format!("{path}/thanks")).await), ["favourite"]);
}

/// Ada tells a story with a wish.
async fn wishing(scene: &Scene, wish: Wish) -> Arc<StoryView> {
    let draft = Draft {
        kind: Some(Kind::Story),
        wish: Some(wish),
        audience: Some(Audience::Public),
        ..Draft::plain("It was a long year.")
    };
    let id = publish::publish(&scene.hearth.core, &scene.ada, draft).await.unwrap();
    scene.hearth.settle().await;
    show::load(&scene.hearth.core, id).await.unwrap().unwrap()
}

/// A server says that it runs GoToSocial.
fn runs_gotosocial(scene: &Scene) {
    let address = format!("{}/nodeinfo/2.1", scene.home.base);
    let rel = "http://nodeinfo.diaspora.software/ns/schema/2.1";
    let json = |path: &str, document: Value| {
        scene.home.put_page(path, 200, "application/json", &[], document.to_string().into_bytes());
    };
    json("/.well-known/nodeinfo", json!({"links": [{"rel": rel, "href": address}]}));
    json("/nodeinfo/2.1", json!({"version": "2.1", "software": {"name": "gotosocial", "version": "0.21"}}));
}

fn reply_to(who: &Actor, slug: &str, story: &StoryView) -> Value {
    let mut note = who.note(slug, "<p>Have you tried tea?</p>");
    note["inReplyTo"] = json!(story.story.uri);
    note["cc"] = json!([story.author.uri]);
    note
}

fn request(who: &Actor, kind: &str, story: &StoryView, instrument: &Value) -> Value {
    let id = instrument["id"].as_str().or(instrument.as_str()).unwrap();
    json!({"@context": ["https://gotosocial.org/ns", "https://www.w3.org/ns/activitystreams"],
        "type": kind, "id": format!("{id}/request"), "actor": who.id, "to": story.author.uri,
        "object": story.story.uri, "instrument": instrument})
}

async fn waiting(scene: &Scene, story: &StoryView) -> Vec<hearth_core::ids::StoryId> {
    let entries = list::held(&scene.hearth.core, scene.ada.id, story.story.id, 0, 40).await.unwrap();
    entries.iter().map(|entry| entry.view.story.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_is_said_in_gotosocials_words() {
    let scene = Scene::set().await;
    let author = &scene.ada.uri;
    let policy =
        async |story: &Arc<StoryView>| fetch(&story.story.uri).await.ok()["interactionPolicy"].clone();
    let public = json!({"automaticApproval": [PUBLIC]});
    let only = json!({"automaticApproval": [author]});
    let silent = policy(&wishing(&scene, Wish::NoReplies).await).await;
    assert_eq!(silent, json!({"canQuote": only, "canLike": public, "canReply": only, "canAnnounce": only}));
    let circle = policy(&wishing(&scene, Wish::Circle).await).await;
    let some =
        json!({"automaticApproval": [author, format!("{author}/following")], "manualApproval": [PUBLIC]});
    assert_eq!(circle["canReply"], some);
    let open = policy(&scene.tell(Audience::Public, "plain").await).await;
    assert_eq!(
        open,
        json!({"canQuote": public, "canLike": public, "canReply": public, "canAnnounce": public})
    );
    assert_eq!(policy(&wishing(&scene, Wish::JustHearMe).await).await["canReply"], public);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_polite_answer_is_asked_for_held_and_let_in_with_an_authorization() {
    let scene = Scene::acquainted().await;
    let dora = scene.home.actor("dora", 2);
    let story = wishing(&scene, Wish::Circle).await;
    // Alice is followed by ada: yes at once.
    let note = reply_to(&scene.alice, "close", &story);
    let asked = request(&scene.alice, "ReplyRequest", &story, &note);
    assert_eq!(scene.say(&scene.alice, &asked).await, 202);
    let accepts = scene.home.activities_of("Accept");
    assert_eq!(accepts.len(), 1);
    assert_eq!(accepts[0]["object"]["id"], asked["id"]);
    assert!(scene.knows(at(&note, "id")).await);

    let note = reply_to(&dora, "far", &story);
    let asked = request(&dora, "ReplyRequest", &story, &note);
    assert_eq!(scene.say(&dora, &asked).await, 202);
    assert_eq!(scene.home.activities_of("Accept").len(), 1, "it waits");
    let held = waiting(&scene, &story).await;
    assert_eq!(held.len(), 1);
    decide::let_in(&scene.hearth.core, scene.ada.id, held[0]).await.unwrap();
    scene.hearth.settle().await;
    let accepts = scene.home.activities_of("Accept");
    assert_eq!(accepts.len(), 2);
    let accept = &accepts[1];
    assert_eq!((&accept["actor"], &accept["to"]), (&json!(scene.ada.uri), &json!([dora.id])));
    assert_eq!(
        accept["object"],
        json!({"id": asked["id"], "type": "ReplyRequest", "actor": dora.id,
        "object": story.story.uri, "instrument": note["id"]})
    );
    let authorization = fetch(at(accept, "result")).await.ok();
    assert_eq!(authorization["type"], "ReplyAuthorization");
    assert_eq!(authorization["id"], accept["result"]);
    assert_eq!(authorization["attributedTo"], json!(scene.ada.uri));
    assert_eq!(authorization["interactingObject"], note["id"]);
    assert_eq!(authorization["interactionTarget"], json!(story.story.uri));
    assert!(scene.story(at(&note, "id")).await.unwrap().story.held_by.is_none());
    // Sent as usual afterwards, it is there already.
    assert_eq!(scene.say(&dora, &dora.activity("Create", &note)).await, 202);
    assert_eq!(waiting(&scene, &story).await, []);

    let other = reply_to(&dora, "farther", &story);
    let asked = request(&dora, "ReplyRequest", &story, &other);
    assert_eq!(scene.say(&dora, &asked).await, 202);
    decide::decline(&scene.hearth.core, scene.ada.id, waiting(&scene, &story).await[0]).await.unwrap();
    scene.hearth.settle().await;
    let rejects = scene.home.activities_of("Reject");
    assert_eq!((rejects.len(), &rejects[0]["object"]["id"]), (1, &asked["id"]));
    assert_eq!(rejects[0]["result"], Value::Null);

    // One asks for oneself: somebody else's answer is not stored.
    let foreign = reply_to(&scene.alice, "foreign", &story);
    scene.in_vain(&scene.mallory, &request(&scene.mallory, "ReplyRequest", &story, &foreign)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_asking_waits_and_is_answered_all_the_same() {
    let scene = Scene::acquainted().await;
    let dora = scene.home.actor("dora", 2);
    scene.be_followed(&scene.mallory).await;
    let story = wishing(&scene, Wish::Circle).await;
    let (first, second) = (reply_to(&dora, "first", &story), reply_to(&dora, "second", &story));
    for note in [&first, &second] {
        assert_eq!(scene.say(&dora, &dora.activity("Create", note)).await, 202);
    }
    scene.home.forget();
    scene.evil.forget();
    let held = waiting(&scene, &story).await;
    assert_eq!(held.len(), 2);
    let of = async |note: &Value| scene.story(at(note, "id")).await.unwrap().story.id;
    decide::let_in(&scene.hearth.core, scene.ada.id, of(&first).await).await.unwrap();
    decide::decline(&scene.hearth.core, scene.ada.id, of(&second).await).await.unwrap();
    scene.hearth.settle().await;
    let accept = scene.home.activities_of("Accept");
    assert_eq!(accept.len(), 1);
    assert_eq!((&accept[0]["object"], &accept[0]["target"]), (&first["id"], &json!(story.story.uri)));
    assert_eq!(accept[0]["cc"], json!([PUBLIC, format!("{}/followers", scene.ada.uri)]));
    assert_eq!(fetch(at(&accept[0], "result")).await.ok()["interactingObject"], first["id"]);
    assert_eq!(scene.evil.activities_of("Accept").len(), 1, "followers' servers hear of it");
    let reject = scene.home.activities_of("Reject");
    assert_eq!((reject.len(), &reject[0]["object"]), (1, &second["id"]));
    assert!(scene.evil.activities_of("Reject").is_empty());

    // What is said to ada alone is let in for her, and is no news for anybody.
    scene.home.forget();
    scene.evil.forget();
    let mut private = reply_to(&dora, "private", &story);
    private["to"] = json!([scene.ada.uri]);
    private["cc"] = json!([]);
    scene.say(&dora, &dora.activity("Create", &private)).await;
    decide::let_in(&scene.hearth.core, scene.ada.id, of(&private).await).await.unwrap();
    scene.hearth.settle().await;
    let accept = scene.home.activities_of("Accept");
    assert_eq!((accept.len(), &accept[0]["to"], &accept[0]["cc"]), (1, &json!([dora.id]), &Value::Null));
    assert!(scene.evil.activities().is_empty());

    // Whom ada follows is let in at once; others learn that it was, since they cannot see whom she follows.
    let close = reply_to(&scene.alice, "close", &story);
    scene.say(&scene.alice, &scene.alice.activity("Create", &close)).await;
    let accept = scene.evil.activities_of("Accept");
    assert_eq!((accept.len(), &accept[0]["object"]), (1, &close["id"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_asked_for_is_dropped_after_a_fortnight() {
    let scene = Scene::acquainted().await;
    let core = &scene.hearth.core;
    let story = wishing(&scene, Wish::NoReplies).await;
    let note = reply_to(&scene.alice, "tea", &story);
    scene.say(&scene.alice, &scene.alice.activity("Create", &note)).await;
    scene.home.forget();
    scene.hearth.clock.step(TimeDelta::days(14) - TimeDelta::seconds(1));
    assert_eq!(drop::due(core).await.unwrap(), 0);
    assert_eq!(waiting(&scene, &story).await.len(), 1);
    scene.hearth.clock.step(TimeDelta::seconds(1));
    assert_eq!(drop::due(core).await.unwrap(), 1);
    scene.hearth.settle().await;
    assert_eq!(waiting(&scene, &story).await, []);
    assert!(!scene.knows(at(&note, "id")).await);
    assert_eq!(scene.home.activities_of("Reject").len(), 1);
    // It does not come back.
    scene.say(&scene.alice, &scene.alice.activity("Create", &note)).await;
    assert!(!scene.knows(at(&note, "id")).await);
    assert_eq!(drop::due(core).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn boosts_and_likes_are_asked_for_and_consent_is_kept_to() {
    let scene = Scene::acquainted().await;
    let core = &scene.hearth.core;
    let story = wishing(&scene, Wish::JustHearMe).await;
    let like = json!(scene.alice.uri("likes/1"));
    assert_eq!(scene.say(&scene.alice, &request(&scene.alice, "LikeRequest", &story, &like)).await, 202);
    let accept = scene.home.activities_of("Accept");
    assert_eq!((accept.len(), &accept[0]["object"]["type"]), (1, &json!("LikeRequest")));
    assert_eq!(fetch(at(&accept[0], "result")).await.ok()["type"], "LikeAuthorization");

    let pass = json!(scene.alice.uri("boosts/1"));
    scene.say(&scene.alice, &request(&scene.alice, "AnnounceRequest", &story, &pass)).await;
    let reject = scene.home.activities_of("Reject");
    assert_eq!((reject.len(), &reject[0]["object"]["type"]), (1, &json!("AnnounceRequest")));
    let open = scene.tell(Audience::Public, "plain").await;
    let pass = json!(scene.alice.uri("boosts/2"));
    scene.say(&scene.alice, &request(&scene.alice, "AnnounceRequest", &open, &pass)).await;
    let accept = scene.home.activities_of("Accept");
    assert_eq!((accept.len(), &accept[1]["object"]["type"]), (2, &json!("AnnounceRequest")));

    // Done without asking: not recorded, and told to servers that know of such wishes.
    scene.home.forget();
    let announce = scene.alice.activity("Announce", &json!(story.story.uri));
    scene.say(&scene.alice, &announce).await;
    assert!(boost::by(core, scene.ada.id, story.story.id).await.unwrap().is_empty());
    assert!(scene.home.activities_of("Reject").is_empty(), "nobody knows what alice's server runs");
    scene.hearth.clock.step(TimeDelta::days(2));
    runs_gotosocial(&scene);
    hearth_core::peers::model::note_software(core, &scene.home.domain, "gotosocial", "0.21").await.unwrap();
    let announce = scene.alice.activity("Announce", &json!(story.story.uri));
    scene.say(&scene.alice, &announce).await;
    let reject = scene.home.activities_of("Reject");
    assert_eq!((reject.len(), &reject[0]["object"]), (1, &announce["id"]));
    assert!(boost::by(core, scene.ada.id, story.story.id).await.unwrap().is_empty());
    scene.say(&scene.alice, &scene.alice.activity("Announce", &json!(open.story.uri))).await;
    assert_eq!(boost::by(core, scene.ada.id, open.story.id).await.unwrap().len(), 1);
}
