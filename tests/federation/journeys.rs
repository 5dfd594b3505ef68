//! Journeys followed from elsewhere: a server like Mastodon, and another Hearth.

use chrono::TimeDelta;
use hearth_testkit::remote::fetch;
use hearth_testkit::{Actor, Person, Remote, TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/hearth/v1/journeys/quiet_year";

async fn begun(by: &Person) -> String {
    let form = json!({"name": "quiet_year", "title": "A quiet year", "description": "Month by month"});
    let journey = by.post("/api/hearth/v1/journeys", form).await;
    journey["uri"].as_str().unwrap().to_owned()
}

async fn told(by: &Person, text: &str, audience: &str) -> Value {
    by.post("/api/hearth/v1/stories", json!({"text": text, "audience": audience, "window": 0})).await
}

async fn add(by: &Person, story: &Value) {
    by.post(&format!("{PATH}/chapters"), json!({"story_id": story["id"]})).await;
}

/// Somebody on a server like Mastodon who follows the journey.
async fn follower(hearth: &TestHearth, journey: &str) -> (Remote, Actor) {
    let remote = Remote::start(hearth.clock.clone()).await;
    let alice = remote.actor("alice", 0);
    let follow = alice.activity("Follow", &json!(journey));
    alice.send(&format!("{}/inbox", hearth.base), &follow).await.is(202);
    hearth.settle().await;
    assert_eq!(remote.activities_of("Accept").len(), 1);
    remote.forget();
    (remote, alice)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_gets_each_chapter_once_and_nothing_else() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let journey = begun(&ada).await;
    let (remote, _) = follower(&hearth, &journey).await;
    let (one, two) = (told(&ada, "one", "public").await, told(&ada, "two", "unlisted").await);
    let narrow = told(&ada, "for few", "followers").await;
    told(&ada, "beside the way", "public").await;
    for story in [&one, &two, &narrow] {
        hearth.clock.step(TimeDelta::seconds(1));
        add(&ada, story).await;
        hearth.settle().await;
    }
    hearth.settle().await;
    let boosts = remote.activities();
    let said: Vec<_> = boosts.iter().map(|one| (&one["type"], &one["actor"], &one["object"])).collect();
    let (announce, journey) = (json!("Announce"), json!(journey));
    assert_eq!(said, [(&announce, &journey, &one["uri"]), (&announce, &journey, &two["uri"])]);
    let followers = json!([format!("{}/followers", journey.as_str().unwrap())]);
    assert_eq!((&boosts[0]["cc"][0], &boosts[1]["to"]), (&followers[0], &followers));
    // A new order is told to nobody.
    let order = json!({"order": [two["id"], narrow["id"], one["id"]]});
    ada.ask(Method::PUT, &format!("{PATH}/chapters"), Some(order)).await.ok();
    hearth.settle().await;
    assert_eq!(remote.activities().len(), 2);

    ada.ask(Method::DELETE, &format!("{PATH}/chapters/{}", one["id"].as_str().unwrap()), None).await.ok();
    hearth.settle().await;
    let undone = remote.activities_of("Undo");
    assert_eq!((undone.len(), &undone[0]["actor"]), (1, &journey));
    assert_eq!(undone[0]["object"]["id"], boosts[0]["id"]);

    ada.post(&format!("{PATH}/end"), json!({"words": "Here it rests."})).await;
    hearth.settle().await;
    let updates = remote.activities_of("Update");
    assert!(updates.last().unwrap()["object"]["summary"].as_str().unwrap().contains("Here it rests."));

    ada.ask(Method::DELETE, PATH, None).await.ok();
    hearth.settle().await;
    let deletes = remote.activities_of("Delete");
    assert_eq!((deletes.len(), &deletes[0]["object"]), (1, &journey));
    fetch(journey.as_str().unwrap()).await.is(410);
    fetch(two["uri"].as_str().unwrap()).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_says_who_it_is_and_lists_its_chapters_in_order() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let journey = begun(&ada).await;
    let (one, two) = (told(&ada, "one", "public").await, told(&ada, "two", "unlisted").await);
    let narrow = told(&ada, "for few", "followers").await;
    for story in [&two, &narrow, &one] {
        hearth.clock.step(TimeDelta::seconds(1));
        add(&ada, story).await;
    }
    hearth.settle().await;
    let actor = fetch(&journey).await.ok();
    assert_eq!((&actor["type"], &actor["preferredUsername"]), (&json!("Service"), &json!("quiet_year")));
    assert_eq!(
        (&actor["name"], &actor["manuallyApprovesFollowers"]),
        (&json!("A quiet year"), &json!(false))
    );
    assert_eq!(actor["attributedTo"], json!(ada.account.uri));
    assert!(actor["publicKey"]["publicKeyPem"].is_string());
    let finger = format!("{}/.well-known/webfinger?resource=acct:quiet_year@{}", hearth.base, hearth.domain);
    assert_eq!(fetch(&finger).await.ok()["links"][0]["href"], json!(journey));
    let inorder = json!([two["uri"], one["uri"]]);
    for of in ["chapters", "featured"] {
        let list = fetch(actor[of].as_str().unwrap()).await.ok();
        assert_eq!((&list["type"], &list["orderedItems"]), (&json!("OrderedCollection"), &inorder), "{of}");
    }
    let outbox = fetch(actor["outbox"].as_str().unwrap()).await.ok();
    let page = fetch(outbox["first"].as_str().unwrap()).await.ok();
    let said: Vec<_> = page["orderedItems"].as_array().unwrap().iter().map(|one| &one["object"]).collect();
    assert_eq!(said, [&one["uri"], &two["uri"]], "newest first, as outboxes are");
    fetch(&format!("{}/chapters", ada.account.uri)).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_another_hearth_follows_a_journey() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    begun(&ada).await;
    ben.follow(&format!("quiet_year@{}", one.domain)).await;
    settle(&[&one, &two]).await;
    let story = told(&ada, "the first month", "public").await;
    told(&ada, "beside the way", "public").await;
    add(&ada, &story).await;
    settle(&[&one, &two]).await;
    assert_eq!(ben.home().await, ["the first month"]);
    one.clock.step(TimeDelta::seconds(1));
    ada.ask(Method::DELETE, &format!("{PATH}/chapters/{}", story["id"].as_str().unwrap()), None).await.ok();
    settle(&[&one, &two]).await;
    assert_eq!(ben.home().await, [""; 0]);
}
