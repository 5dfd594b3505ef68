//! Who said it (security table A, cases 15 to 20): keys that change, words passed on, documents that say two things,
//! and those who are not heard any more.

use super::scene::Scene;
use chrono::TimeDelta;
use hearth_core::accounts::suspend::suspend;
use hearth_core::clock::Clock as _;
use hearth_core::peers::rules::{Rule, set_rule};
use hearth_core::stories::Audience;
use hearth_testkit::remote::{PUBLIC, post};
use hearth_testkit::{Actor, Remote};
use serde_json::{Value, json};

/// The same actor after a change of keys: the document lists key `number`, and it signs.
fn rotated(scene: &Scene, who: &Actor, number: usize) -> Actor {
    let mut document = who.document.clone();
    document["publicKey"]["publicKeyPem"] = json!(Remote::public_pem(number));
    scene.evil.put(&format!("/users/{}", who.name), &document);
    who.with_key(&who.key_id, number)
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_15_an_old_key_does_not_open_any_more_and_bad_signatures_cause_one_fetch() {
    let scene = Scene::acquainted().await;
    let path = format!("/users/{}", scene.mallory.name);
    let new = rotated(&scene, &scene.mallory, 3);
    scene.still_hears(&new, "new-key").await;
    assert_eq!(scene.evil.fetches(&path), 1, "a new key costs one fetch");
    let letter = scene.letter(&scene.mallory, "old-key", "still me");
    let create = scene.mallory.activity("Create", &letter);
    for _ in 0..30 {
        assert_eq!(scene.in_vain(&scene.mallory, &create).await, 401);
    }
    assert!(scene.evil.fetches(&path) <= 1, "bad signatures must not make us ask again and again");
    scene.hearth.clock.step(TimeDelta::minutes(6));
    for _ in 0..30 {
        scene.mallory.send(&scene.inbox(), &create).await.is(401);
    }
    assert!(scene.evil.fetches(&path) <= 2);
    scene.still_hears(&new, "new-key-again").await;
}

/// A story of alice's that mallory passes on, marked as signed by alice.
fn passed_on(scene: &Scene, note: &Value, signature: &Value) -> Value {
    let mut create = scene.alice.activity("Create", note);
    create["signature"] = signature.clone();
    create
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_17_a_signature_inside_the_document_is_never_believed() {
    let scene = Scene::acquainted().await;
    let story = scene.tell(Audience::Public, "a beginning").await;
    let signature = json!({"type": "RsaSignature2017", "creator": scene.alice.key_id,
        "created": scene.alice.now(), "signatureValue": "AAAA"});
    let mut note = scene.alice.note("answer", "what mallory says that alice says");
    note["inReplyTo"] = json!(story.story.uri);

    // The origin does not have it: nothing happens.
    assert_eq!(scene.in_vain(&scene.mallory, &passed_on(&scene, &note, &signature)).await, 202);
    let create = passed_on(&scene, &note, &signature);
    for wrapped in [
        json!({"@context": create["@context"], "@graph": [create]}),
        json!({"@context": create["@context"], "@included": [create], "type": "Note"}),
        json!({"@context": create["@context"], "@reverse": {"object": create}, "signature": signature}),
        json!({"@context": create["@context"], "id": scene.mallory.uri("x"), "actor": scene.mallory.id,
            "type": "Wrapper", "@graph": [create], "signature": signature}),
    ] {
        let status = scene.in_vain(&scene.mallory, &wrapped).await;
        assert!(matches!(status, 202 | 400 | 401 | 403), "{status}");
    }

    // The origin has it: its words count, not those that were passed on.
    scene.hearth.clock.step(TimeDelta::minutes(6));
    let mut own = note.clone();
    own["content"] = json!("what alice says");
    scene.alice.publish(&own);
    assert_eq!(scene.say(&scene.mallory, &passed_on(&scene, &note, &signature)).await, 202);
    let stored = scene.story(note["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(stored.story.content_html, "what alice says");
    assert_eq!(scene.home.fetches("/users/alice/statuses/answer"), 2);
    let mut delete = scene.alice.activity("Delete", &note["id"]);
    delete["signature"] = signature.clone();
    assert_eq!(scene.in_vain(&scene.mallory, &delete).await, 202, "alice still has it");
    assert!(scene.knows(note["id"].as_str().unwrap()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_18_a_context_renames_nothing() {
    let scene = Scene::acquainted().await;
    let streams = "https://www.w3.org/ns/activitystreams";
    let letter = scene.letter(&scene.alice, "renamed", "I said this");
    let base = scene.mallory.activity("Create", &letter);
    let renamed = |terms: Value, change: &dyn Fn(&mut Value)| {
        let mut activity = base.clone();
        activity["@context"] = json!([streams, terms]);
        change(&mut activity);
        activity
    };
    let doer = scene.alice.id.clone();
    for activity in [
        renamed(json!({"doer": "as:actor", "actor": "x:actor"}), &|one| one["doer"] = json!(doer)),
        renamed(json!({"thing": "as:object", "object": "x:object"}), &|one| one["thing"] = letter.clone()),
        renamed(json!({"name": "@id"}), &|one| one["name"] = json!(scene.alice.uri("1"))),
        renamed(json!({"kind": "@type"}), &|one| {
            one["kind"] = json!("Create");
            one["type"] = json!("Nothing");
        }),
        renamed(json!({}), &|one| {
            one["as:actor"] = json!(doer);
            one["https://www.w3.org/ns/activitystreams#actor"] = json!([{"@id": doer}]);
        }),
        renamed(json!({}), &|one| one["object"]["@id"] = json!(scene.mallory.uri("2"))),
    ] {
        let status = scene.in_vain(&scene.mallory, &activity).await;
        assert!(matches!(status, 202 | 403), "{status}");
    }
    for (slug, public) in [("long", PUBLIC), ("short", "as:Public"), ("bare", "Public")] {
        let mut letter = scene.letter(&scene.mallory, slug, "to all");
        letter["to"] = json!([public]);
        assert_eq!(scene.say(&scene.mallory, &scene.mallory.activity("Create", &letter)).await, 202);
        let story = scene.story(letter["id"].as_str().unwrap()).await.unwrap();
        assert_eq!(story.story.audience, Audience::Public, "{public}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_19_one_document_says_one_thing() {
    let scene = Scene::acquainted().await;
    let letter = scene.letter(&scene.alice, "twice", "I said this");
    let honest = scene.mallory.activity("Create", &letter).to_string();
    let (mallory, alice) = (&scene.mallory.id, &scene.alice.id);
    let named = |id: &str| format!("\"actor\":\"{id}\"");
    assert!(honest.contains(&named(mallory)));
    let both = |first: &str, second: &str| {
        honest.replace(&named(mallory), &format!("{},{}", named(first), named(second)))
    };
    let objects = |value: &Value| honest.replace(&named(mallory), &format!("\"actor\":{value}"));
    for body in [
        both(mallory, alice),
        both(alice, mallory),
        objects(&json!([mallory, alice])),
        objects(&json!([alice, mallory])),
        objects(&json!({"id": alice, "type": "Person", "url": mallory})),
        objects(&json!({"id": mallory, "@id": alice})),
        objects(&json!({})),
        objects(&json!(17)),
        honest.replace("\"type\":\"Create\"", "\"type\":\"Create\",\"type\":\"Update\""),
    ] {
        let before = scene.state().await;
        let body = body.into_bytes();
        let headers = scene.mallory.sign(&scene.inbox(), &body, scene.hearth.clock.now(), false);
        let status = post(&scene.inbox(), headers, body.clone()).await.status.as_u16();
        scene.hearth.settle().await;
        assert!(matches!(status, 202 | 400 | 401 | 403), "{status} for {}", String::from_utf8_lossy(&body));
        assert_eq!(before, scene.state().await, "{}", String::from_utf8_lossy(&body));
    }
    scene.still_hears(&scene.mallory, "once").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attack_20_who_is_suspended_blocked_or_gone_has_no_effect() {
    let scene = Scene::acquainted().await;
    let core = &scene.hearth.core;
    let story = scene.tell(Audience::Public, "a beginning").await;
    let known = scene.letter(&scene.mallory, "hello", "changed");
    let acts = |slug: &str| {
        let letter = scene.letter(&scene.mallory, slug, "me again");
        vec![
            scene.mallory.activity("Create", &letter),
            scene.mallory.activity("Announce", &json!(story.story.uri)),
            scene.mallory.activity("Like", &json!(story.story.uri)),
            scene.mallory.activity("Follow", &json!(scene.ada.uri)),
            scene.mallory.activity("Update", &known),
        ]
    };
    let account = scene.account(&scene.mallory.id).await.unwrap();
    suspend(core, &account).await.unwrap();
    for act in acts("suspended") {
        let status = scene.in_vain(&scene.mallory, &act).await;
        assert!(matches!(status, 202 | 401 | 403), "{status}");
    }
    // Nor by way of somebody who passes it on.
    let letter = scene.mallory.note("by-boost", "me again");
    scene.mallory.publish(&letter);
    assert_eq!(scene.in_vain(&scene.alice, &scene.alice.activity("Announce", &letter["id"])).await, 202);
    hearth_core::accounts::suspend::unsuspend(core, &account).await.unwrap();
    scene.still_hears(&scene.mallory, "lifted").await;

    set_rule(core, &scene.evil.domain, Some(Rule::Blocked), "spam").await.unwrap();
    for act in acts("blocked") {
        assert_eq!(scene.in_vain(&scene.mallory, &act).await, 403);
    }
    assert_eq!(scene.in_vain(&scene.alice, &scene.alice.activity("Announce", &letter["id"])).await, 202);
    set_rule(core, &scene.evil.domain, None, "").await.unwrap();
    scene.still_hears(&scene.mallory, "unblocked").await;

    scene.say(&scene.mallory, &scene.mallory.activity("Delete", &json!(scene.mallory.id))).await;
    scene.evil.put_page("/users/mallory", 410, "text/plain", &[], Vec::new());
    for act in acts("gone") {
        let status = scene.in_vain(&scene.mallory, &act).await;
        assert!(matches!(status, 202 | 401 | 403), "{status}");
    }
    scene.still_hears(&scene.alice, "honest").await;
}
