//! Drafts, the undo window, circles, audiences, the preview and the windows themselves, over HTTP.

use super::ask::{error, id, ids, limited};
use chrono::TimeDelta;
use hearth_testkit::{Person, TestHearth, person::texts};
use reqwest::Method;
use serde_json::{Value, json};

const DRAFTS: &str = "/api/hearth/v1/drafts";

async fn put(person: &Person, path: &str, body: Value) -> Value {
    person.ask(Method::PUT, path, Some(body)).await.ok()
}

async fn kept(person: &Person, text: &str) -> String {
    id(&person.post(DRAFTS, json!({"text": text, "audience": "public"})).await).to_owned()
}

async fn told(hearth: &TestHearth, person: &Person) -> Vec<String> {
    hearth.settle().await;
    texts(&person.get(&format!("/api/v1/accounts/{}/statuses", person.account.id)).await)
}

#[tokio::test]
async fn a_draft_is_kept_saved_listed_and_thrown_away() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let draft = ada.post(DRAFTS, json!({"text": "It", "nonsense": 1})).await;
    let path = format!("{DRAFTS}/{}", id(&draft));
    assert_eq!((&draft["text"], &draft["release_at"]), (&json!("It"), &Value::Null));
    let full = json!({
        "title": "Rain", "text": "It **rained**", "format": "markdown", "summary": "weather", "language": "de",
        "audience": "followers",
    });
    let saved = put(&ada, &path, full.clone()).await;
    for (name, value) in full.as_object().unwrap() {
        assert_eq!(&saved[name], value, "{name}");
    }
    let other = kept(&ada, "Other").await;
    assert_eq!(ids(&ada.get(DRAFTS).await), [other.as_str(), id(&draft)]);
    assert_eq!(ids(&ada.get(&format!("{DRAFTS}?limit=1&max_id={other}")).await), [id(&draft)]);
    error(&ben.ask(Method::GET, &path, None).await, 404, "Record not found");
    assert_eq!(ben.get(DRAFTS).await, json!([]));
    ben.ask(Method::PUT, &path, Some(json!({"text": "mine"}))).await.is(404);
    ben.ask(Method::DELETE, &path, None).await.is(404);
    limited(&hearth, &ada, "read").await.ask(Method::POST, DRAFTS, Some(json!({}))).await.is(403);
    ada.ask(Method::DELETE, &path, None).await.ok();
    ada.ask(Method::GET, &path, None).await.is(404);
    assert_eq!(told(&hearth, &ada).await, [""; 0]);
}

#[tokio::test]
async fn a_story_waits_and_is_told_when_its_window_closes() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let draft = kept(&ada, "Once").await;
    let gone = ada.post(&format!("{DRAFTS}/{draft}/publish"), json!({})).await;
    assert_eq!(gone["waiting"], json!(draft));
    assert_eq!(ids(&ada.get(&format!("{DRAFTS}/waiting")).await), [draft.as_str()]);
    assert_eq!(ada.get(DRAFTS).await, json!([]));
    hearth.step(TimeDelta::seconds(119)).await;
    assert_eq!(told(&hearth, &ada).await, [""; 0]);
    hearth.step(TimeDelta::seconds(1)).await;
    assert_eq!(told(&hearth, &ada).await, ["Once"]);
    assert_eq!(ada.get(&format!("{DRAFTS}/waiting")).await, json!([]));
    ada.ask(Method::POST, &format!("{DRAFTS}/waiting/{draft}/take_back"), None).await.is(404);
}

#[tokio::test]
async fn what_is_taken_back_is_a_draft_again() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let draft = kept(&ada, "Once").await;
    ada.post(&format!("{DRAFTS}/{draft}/publish"), json!({"window": 60})).await;
    let back = format!("{DRAFTS}/waiting/{draft}/take_back");
    ben.ask(Method::POST, &back, None).await.is(404);
    ada.ask(Method::PUT, &format!("{DRAFTS}/{draft}"), Some(json!({"text": "x"}))).await.is(422);
    let draft = ada.post(&back, json!({})).await;
    assert_eq!((&draft["text"], &draft["release_at"]), (&json!("Once"), &Value::Null));
    hearth.step(TimeDelta::hours(1)).await;
    assert_eq!(told(&hearth, &ada).await, [""; 0]);
    let now = ada.post(&format!("{DRAFTS}/{}/publish", id(&draft)), json!({"window": 0})).await;
    assert!(now["story"].is_string(), "{now}");
    assert_eq!(told(&hearth, &ada).await, ["Once"]);
    let long = kept(&ada, "Long").await;
    ada.ask(Method::POST, &format!("{DRAFTS}/{long}/publish"), Some(json!({"window": 86_401}))).await.is(422);
    let empty = id(&ada.post(DRAFTS, json!({})).await).to_owned();
    ada.ask(Method::POST, &format!("{DRAFTS}/{empty}/publish"), None).await.is(422);
}

#[tokio::test]
async fn members_choose_their_windows() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let path = "/api/hearth/v1/preferences";
    let defaults =
        json!({"undo_window": 120, "undo_window_noted": 600, "undo_window_apps": 0, "ask_inspired": true});
    assert_eq!(ada.get(path).await, defaults);
    let chosen = put(&ada, path, json!({"undo_window": 0, "undo_window_apps": 30})).await;
    let expected =
        json!({"undo_window": 0, "undo_window_noted": 600, "undo_window_apps": 30, "ask_inspired": true});
    assert_eq!(chosen, expected);
    assert_eq!(ada.get(path).await, chosen);
    ada.ask(Method::PUT, path, Some(json!({"undo_window": -1}))).await.is(422);
    let draft = kept(&ada, "At once").await;
    assert!(ada.post(&format!("{DRAFTS}/{draft}/publish"), json!({})).await["story"].is_string());
    // An app gets the story as it will be; it is told when the window for apps closes, and once.
    let request = || {
        let body = json!({"status": "From an app", "visibility": "public"});
        let request = hearth_testkit::person::http().post(format!("{}/api/v1/statuses", hearth.base));
        let request = request.bearer_auth(&ada.token).header("idempotency-key", "k1").json(&body);
        hearth_testkit::person::exchange(request)
    };
    let (first, again) = (request().await.ok(), request().await.ok());
    assert_eq!((&first["content"], &first["id"]), (&json!("<p>From an app</p>"), &again["id"]));
    assert_eq!(told(&hearth, &ada).await, ["At once"]);
    hearth.step(TimeDelta::seconds(30)).await;
    assert_eq!(told(&hearth, &ada).await, ["From an app", "At once"]);
}

#[tokio::test]
async fn a_circle_is_kept_and_told_to() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let circle = ada.post("/api/hearth/v1/circles", json!({"name": "close"})).await;
    let path = format!("/api/hearth/v1/circles/{}", id(&circle));
    let people = json!({"account_ids": [ben.account.id]});
    let with = ada.post(&format!("{path}/members"), people.clone()).await;
    assert_eq!(with["members"][0]["acct"], "ben");
    assert_eq!(put(&ada, &path, json!({"name": "closest"})).await["name"], "closest");
    assert_eq!(ada.get("/api/hearth/v1/circles").await[0]["name"], "closest");
    ben.ask(Method::GET, &path, None).await.is(404);
    let theirs = json!({"account_ids": [cleo.account.id]});
    ben.ask(Method::POST, &format!("{path}/members"), Some(theirs)).await.is(404);
    let draft = json!({"text": "a secret", "audience": "circle", "circle": id(&circle)});
    let draft = ada.post(DRAFTS, draft).await;
    let story = ada.post(&format!("{DRAFTS}/{}/publish", id(&draft)), json!({"window": 0})).await;
    let status = format!("/api/v1/statuses/{}", story["story"].as_str().unwrap());
    let read = ben.get(&status).await;
    assert_eq!((&read["visibility"], &read["mentions"]), (&json!("private"), &json!([])));
    cleo.ask(Method::GET, &status, None).await.is(404);
    assert_eq!(
        ada.ask(Method::DELETE, &format!("{path}/members"), Some(people)).await.ok()["members"],
        json!([])
    );
    ben.get(&status).await;
    ada.ask(Method::DELETE, &path, None).await.ok();
    ada.ask(Method::GET, &path, None).await.is(404);
    ben.get(&status).await;
}

#[tokio::test]
async fn a_story_is_widened_folded_unfolded_and_ends() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let draft = id(&ada.post(DRAFTS, json!({"text": "mine", "audience": "only_me"})).await).to_owned();
    let story = ada.post(&format!("{DRAFTS}/{draft}/publish"), json!({"window": 0})).await;
    let story = story["story"].as_str().unwrap();
    let (own, status) = (format!("/api/hearth/v1/stories/{story}"), format!("/api/v1/statuses/{story}"));
    ben.ask(Method::GET, &status, None).await.is(404);
    ben.ask(Method::POST, &format!("{own}/audience"), Some(json!({"audience": "public"}))).await.is(404);
    let wide = ada.post(&format!("{own}/audience"), json!({"audience": "public"})).await;
    assert_eq!((&wide["audience"], &wide["folded"]), (&json!("public"), &json!(false)));
    ben.get(&status).await;
    assert_eq!(ada.post(&format!("{own}/fold"), json!({})).await["folded"], true);
    ben.ask(Method::GET, &status, None).await.is(404);
    ada.get(&status).await;
    assert_eq!(ada.post(&format!("{own}/unfold"), json!({})).await["audience"], "public");
    ben.get(&status).await;
    let at = (hearth.core.now() + TimeDelta::hours(1)).to_rfc3339();
    assert!(ada.post(&format!("{own}/expiry"), json!({"expires_at": at})).await["expires_at"].is_string());
    hearth.step(TimeDelta::hours(1)).await;
    ada.ask(Method::GET, &status, None).await.is(404);
    let page = hearth_testkit::person::http().get(format!("{}/@ada/x", hearth.base));
    hearth_testkit::person::exchange(page).await.is(404);
}
