//! Changing and deleting what was told.

use super::ask::{error, id, sent, unknown};
use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn an_edit_keeps_the_old_words() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("First").await;
    assert!(told["edited_at"].is_null());
    let path = format!("/api/v1/statuses/{}", id(&told));
    hearth.clock.step(chrono::TimeDelta::seconds(5));
    let body = json!({"status": "Second", "spoiler_text": "note", "language": "fr"});
    let edited = ada.ask(Method::PUT, &path, Some(body)).await.ok();
    assert_eq!((&edited["id"], &edited["uri"]), (&told["id"], &told["uri"]));
    assert_eq!(edited["content"], "<p>Second</p>");
    assert_eq!((&edited["spoiler_text"], &edited["language"]), (&json!("note"), &json!("fr")));
    assert_eq!(edited["visibility"], "public");
    assert!(edited["edited_at"].as_str().unwrap() > told["created_at"].as_str().unwrap());
    let history = unknown(&hearth, Method::GET, &format!("{path}/history")).await.ok();
    let words: Vec<_> = history.as_array().unwrap().iter().map(|one| one["content"].clone()).collect();
    assert_eq!(words, ["<p>First</p>", "<p>Second</p>"]);
    assert_eq!(history[0]["created_at"], told["created_at"]);
    for field in ["spoiler_text", "sensitive", "account", "media_attachments", "emojis"] {
        assert!(!history[0][field].is_null(), "{field}");
    }
    assert_eq!(ada.get(&format!("{path}/source")).await["text"], "Second");
    error(&ben.ask(Method::PUT, &path, Some(json!({"status": "Mine"}))).await, 404, "Record not found");
    error(&ben.ask(Method::GET, &format!("{path}/source"), None).await, 404, "Record not found");
    let blank = ada.ask(Method::PUT, &path, Some(json!({"status": ""}))).await;
    error(&blank, 422, "Validation failed: Text can't be blank");
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(sent(&ada, Method::PATCH, &path, kind, "status=Third").await.ok()["content"], "<p>Third</p>");
}

#[tokio::test]
async fn what_is_deleted_is_given_back_once() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Take it *back*").await;
    let path = format!("/api/v1/statuses/{}", id(&told));
    let answer = ben.reply(id(&told), "Why?").await;
    error(&ben.ask(Method::DELETE, &path, None).await, 404, "Record not found");
    let deleted = ada.ask(Method::DELETE, &path, None).await.ok();
    assert_eq!((&deleted["id"], &deleted["text"]), (&told["id"], &json!("Take it *back*")));
    error(&ada.ask(Method::GET, &path, None).await, 404, "Record not found");
    error(&ada.ask(Method::DELETE, &path, None).await, 404, "Record not found");
    error(&ada.ask(Method::POST, &format!("{path}/favourite"), None).await, 404, "Record not found");
    // What was answered stays with the one who answered.
    ben.ask(Method::GET, &format!("/api/v1/statuses/{}", id(&answer)), None).await.is(200);
    hearth.settle().await;
    assert!(ada.home().await.iter().all(|text| text != "Take it back"));
}
