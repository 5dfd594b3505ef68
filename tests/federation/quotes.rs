//! Consent to being quoted (FEP-044f): asked for, given by the story's rule, seen, and taken back.

use chrono::TimeDelta;
use hearth_testkit::{Actor, Person, Remote, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

struct Scene {
    hearth: TestHearth,
    remote: Remote,
    ada: Person,
    ben: Actor,
}

impl Scene {
    async fn new() -> Self {
        let hearth = TestHearth::start().await;
        let remote = Remote::start(hearth.clock.clone()).await;
        let (ada, ben) = (hearth.person("ada").await, remote.actor("ben", 0));
        Self { hearth, remote, ada, ben }
    }

    /// Ben asks to quote a story with a note of his, and tells that note.
    async fn quote(&self, story: &Value, name: &str) -> String {
        // Activities are named for the second in which they are.
        self.hearth.clock.step(TimeDelta::seconds(1));
        let inbox = format!("{}/inbox", self.hearth.base);
        let mut note = self.ben.note(name, "<p>Read this</p>");
        note["quote"] = story["uri"].clone();
        note["cc"] = json!([self.ada.account.uri]);
        note["tag"] = json!([{"type": "Mention", "href": self.ada.account.uri}]);
        let mut ask = self.ben.activity("QuoteRequest", &story["uri"]);
        ask["instrument"] = note["id"].clone();
        self.ben.send(&inbox, &ask).await.is(202);
        self.ben.send(&inbox, &self.ben.activity("Create", &note)).await.is(202);
        self.hearth.settle().await;
        note["id"].as_str().unwrap().to_owned()
    }

    fn answers(&self, kind: &str) -> Vec<Value> {
        self.remote
            .activities_of(kind)
            .into_iter()
            .filter(|one| one["object"]["type"] == "QuoteRequest")
            .collect()
    }
}

fn path(story: &Value, more: &str) -> String {
    format!("/api/v1/statuses/{}/{more}", story["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_quote_is_consented_to_seen_and_taken_back() {
    let scene = Scene::new().await;
    let Scene { hearth, remote, ada, ben } = &scene;
    let story = ada.tell("Rain").await;
    let note = scene.quote(&story, "1").await;
    let stamp = scene.answers("Accept")[0]["result"].as_str().unwrap().to_owned();
    let shown = hearth_testkit::person::exchange(
        hearth_testkit::person::http().get(&stamp).header("accept", "application/activity+json"),
    );
    let shown = shown.await.ok();
    assert_eq!(
        (&shown["type"], &shown["interactingObject"], &shown["interactionTarget"]),
        (&json!("QuoteAuthorization"), &json!(note), &story["uri"])
    );
    let quotes = ada.get(&path(&story, "quotes")).await;
    assert_eq!(quotes.as_array().unwrap().len(), 1);
    assert_eq!(quotes[0]["uri"], json!(note));
    // Whoever blocks the one who quotes does not meet them there, and nobody but the author takes back.
    let cleo = hearth.person("cleo").await;
    assert_eq!(cleo.get(&path(&story, "quotes")).await.as_array().unwrap().len(), 1);
    cleo.post(&format!("/api/v1/accounts/{}/block", quotes[0]["account"]["id"].as_str().unwrap()), json!({}))
        .await;
    assert_eq!(cleo.get(&path(&story, "quotes")).await, json!([]));
    let revoke = path(&story, &format!("quotes/{}/revoke", quotes[0]["id"].as_str().unwrap()));
    cleo.ask(Method::POST, &revoke, None).await.is(404);
    ada.ask(Method::POST, &path(&story, "quotes/7/revoke"), None).await.is(404);
    remote.forget();
    let answer = ada.ask(Method::POST, &revoke, None).await.ok();
    assert_eq!(answer["uri"], json!(note));
    hearth.settle().await;
    let deleted = remote.activities_of("Delete");
    assert_eq!(deleted.len(), 1, "{deleted:?}");
    assert_eq!((&deleted[0]["object"], &deleted[0]["actor"]), (&json!(stamp), &json!(ada.account.uri)));
    let gone = hearth_testkit::person::http().get(&stamp).header("accept", "application/activity+json");
    assert!(hearth_testkit::person::exchange(gone).await.status.is_client_error());
    assert_eq!(ada.get(&path(&story, "quotes")).await, json!([]));
    ada.ask(Method::POST, &revoke, None).await.is(404);
    assert_eq!(ben.name, "ben");
}

#[tokio::test]
async fn the_author_says_who_may_quote_from_now_on() {
    let scene = Scene::new().await;
    let Scene { hearth, ada, .. } = &scene;
    let story = ada.tell("Rain").await;
    let policy = |word: &str| json!({"quote_approval_policy": word});
    let change = path(&story, "interaction_policy");
    let nobody = ada.ask(Method::PUT, &change, Some(policy("nobody"))).await.ok();
    assert_eq!(nobody["quote_approval"]["automatic"], json!([]));
    assert_eq!((&nobody["content"], &nobody["visibility"]), (&story["content"], &story["visibility"]));
    scene.quote(&story, "1").await;
    assert_eq!((scene.answers("Accept").len(), scene.answers("Reject").len()), (0, 1));
    assert_eq!(ada.get(&path(&story, "quotes")).await, json!([]));
    let public = ada.ask(Method::PUT, &change, Some(policy("public"))).await.ok();
    assert_eq!(public["quote_approval"]["automatic"], json!(["public"]));
    scene.quote(&story, "2").await;
    assert_eq!(scene.answers("Accept").len(), 1);
    ada.ask(Method::PUT, &change, Some(policy("everybody"))).await.is(422);
    let ben = hearth.person("ben").await;
    ben.ask(Method::PUT, &change, Some(policy("nobody"))).await.is(404);
}
