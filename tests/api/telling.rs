//! Telling a story: every encoding, every part of it, and what is refused.

use super::ask::{error, id, sent, unknown};
use hearth_testkit::person::{exchange, http, texts};
use hearth_testkit::{Actor, Remote, TestHearth};
use reqwest::Method;
use serde_json::json;

const PATH: &str = "/api/v1/statuses";

#[tokio::test]
async fn json_forms_and_multipart_say_the_same() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nOnce\r\n--b\r\nContent-Disposition: \
                     form-data; name=\"visibility\"\r\n\r\nunlisted\r\n--b\r\nContent-Disposition: form-data; \
                     name=\"sensitive\"\r\n\r\n1\r\n--b--\r\n";
    for (kind, body) in [
        (
            "application/json",
            r#"{"status":"Once","visibility":"unlisted","sensitive":"true","nonsense":[{}]}"#,
        ),
        ("application/json; charset=utf-8", r#"{"status":"Once","visibility":"unlisted","sensitive":true}"#),
        ("application/x-www-form-urlencoded", "status=Once&visibility=unlisted&sensitive=on&media_ids[]="),
        ("multipart/form-data; boundary=b", multipart),
    ] {
        let told = sent(&ada, Method::POST, PATH, kind, body).await.ok();
        assert_eq!(told["content"], "<p>Once</p>", "{kind}");
        assert_eq!(told["visibility"], "unlisted", "{kind}");
        assert_eq!(told["sensitive"], true, "{kind}");
    }
    let query = ada.ask(Method::POST, "/api/v1/statuses?status=Once&visibility=direct", None).await.ok();
    assert_eq!((&query["content"], &query["visibility"]), (&json!("<p>Once</p>"), &json!("direct")));
}

#[tokio::test]
async fn a_story_has_a_title_notes_and_a_language() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let body = json!({
        "status": "It **rained**.", "title": "The day", "spoiler_text": "weather", "language": "de",
        "visibility": "public", "content_type": "text/markdown",
    });
    let told = ada.post(PATH, body).await;
    assert_eq!(told["spoiler_text"], "weather");
    assert_eq!(told["sensitive"], true);
    assert_eq!(told["language"], "de");
    let content = told["content"].as_str().unwrap();
    assert!(content.contains("The day") && content.contains("<strong>rained</strong>"), "{content}");
    let source = ada.get(&format!("{PATH}/{}/source", id(&told))).await;
    assert_eq!(source["title"], "The day");
    assert_eq!(source["text"], "It **rained**.");
    assert_eq!(source["spoiler_text"], "weather");
}

#[tokio::test]
async fn one_key_tells_one_story() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let tell = |token: &str| {
        let request = http().post(format!("{}{PATH}", hearth.base)).bearer_auth(token);
        exchange(request.header("idempotency-key", "k1").json(&json!({"status": "Once"})))
    };
    let (first, second) = tokio::join!(tell(&ada.token), tell(&ada.token));
    let (first, second) = (first.ok(), second.ok());
    assert_eq!(first, second);
    // The key is the member's own.
    assert_ne!(id(&tell(&ben.token).await.ok()), id(&first));
    hearth.clock.step(chrono::TimeDelta::minutes(61));
    assert_ne!(id(&tell(&ada.token).await.ok()), id(&first));
    assert_eq!(hearth.database.count("stories").await, 3);
}

#[tokio::test]
async fn an_answer_names_what_it_answers_and_is_never_wider() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let story = ada.tell("Once").await;
    let answer = ben.reply(id(&story), "And then?").await;
    assert_eq!(answer["in_reply_to_id"], story["id"]);
    assert_eq!(answer["in_reply_to_account_id"], ada.account.id.to_string());
    assert_eq!(answer["mentions"][0]["acct"], "ada");
    let more = ada.reply(id(&answer), "Then it rained.").await;
    assert_eq!(ada.answers(id(&story)).await, ["And then?", "Then it rained."]);
    let thread = ben.get(&format!("{PATH}/{}/context", id(&more))).await;
    assert_eq!(texts(&thread["ancestors"]), ["Once", "And then?"]);
    assert_eq!(thread["descendants"], json!([]));
    // Answers are words: they are counted, and truly.
    let story = ada.get(&format!("{PATH}/{}", id(&story))).await;
    assert_eq!(story["replies_count"], 1);
    let quiet = ada.tell_to("direct", "Only @ben").await;
    assert_eq!(ben.reply(id(&quiet), "Heard").await["visibility"], "direct");
    let body = json!({"status": "?", "in_reply_to_id": "12"});
    error(
        &ada.ask(Method::POST, PATH, Some(body)).await,
        404,
        "The post you are trying to reply to does not appear to exist.",
    );
}

#[tokio::test]
async fn somebody_named_who_was_never_met_is_looked_up_first_and_told() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let remote = Remote::start(hearth.clock.clone()).await;
    let (ben, cleo) = (remote.actor("ben", 0), remote.actor("cleo", 1));
    let handle = |actor: &Actor| format!("@{}@{}", actor.name, remote.domain);
    let told = ada.tell_to("direct", &format!("Do you remember, {}?", handle(&ben))).await;
    assert_eq!(told["mentions"][0]["acct"], handle(&ben)[1..]);
    hearth.settle().await;
    let heard = remote.activities_of("Create");
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0]["object"]["to"], json!([ben.id]));
    assert_eq!(heard[0]["object"]["tag"][0]["href"], ben.id);
    // Whom an edit names first is looked up as well; who is nowhere stays a word.
    let words = format!("And you, {}, with @nobody@{}?", handle(&cleo), remote.domain);
    let path = format!("{PATH}/{}", id(&told));
    let edited = ada.ask(Method::PUT, &path, Some(json!({ "status": words }))).await.ok();
    let named: Vec<&str> =
        edited["mentions"].as_array().unwrap().iter().filter_map(|one| one["username"].as_str()).collect();
    assert!(named.contains(&"cleo") && !named.contains(&"nobody"), "{named:?}");
    hearth.settle().await;
    let readers = &remote.activities_of("Update")[0]["object"]["to"];
    assert!(readers.as_array().unwrap().contains(&json!(cleo.id)), "{readers}");
}

#[tokio::test]
async fn what_is_no_story_is_refused() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let refused = async |body| ada.ask(Method::POST, PATH, Some(body)).await;
    for blank in [json!({}), json!({"status": ""}), json!({"status": " \n\t "}), json!({"status": null})] {
        error(&refused(blank).await, 422, "Validation failed: Text can't be blank");
    }
    let long = refused(json!({"status": "x".repeat(20_001)})).await;
    error(&long, 422, "Validation failed: Text character limit of 20000 exceeded");
    let bad = refused(json!({"status": "x", "visibility": "everyone"})).await;
    error(&bad, 422, "Validation failed: Visibility is not included in the list");
    assert!(
        refused(json!({"status": "x", "title": "t".repeat(201)})).await.is(422).json["error"].is_string()
    );
    ada.ask(Method::POST, PATH, Some(json!({"status": "x".repeat(20_000)}))).await.is(200);
    assert_eq!(hearth.database.count("stories").await, 1);
}

#[tokio::test]
async fn a_story_for_others_is_nowhere() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    for visibility in ["private", "direct"] {
        let told = ada.tell_to(visibility, "Not for everyone").await;
        let path = format!("{PATH}/{}", id(&told));
        for path in [path.clone(), format!("{path}/context"), format!("{path}/history")] {
            error(&ben.ask(Method::GET, &path, None).await, 404, "Record not found");
            error(&unknown(&hearth, Method::GET, &path).await, 404, "Record not found");
            ada.ask(Method::GET, &path, None).await.is(200);
        }
        for act in ["favourite", "reblog", "pin"] {
            let answer = ben.ask(Method::POST, &format!("{path}/{act}"), Some(json!({}))).await;
            error(&answer, 404, "Record not found");
        }
        error(&ben.ask(Method::GET, &format!("{path}/source"), None).await, 404, "Record not found");
        error(&ben.ask(Method::DELETE, &path, None).await, 404, "Record not found");
        let asked = ben.get(&format!("/api/v1/statuses?id[]={}", id(&told))).await;
        assert_eq!(asked, json!([]));
    }
}

#[tokio::test]
async fn who_was_never_asked_tells_their_followers() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    assert_eq!(ada.post(PATH, json!({"status": "To whom?"})).await["visibility"], "private");
    let change = json!({"source": {"privacy": "public"}});
    let own = ada.ask(Method::PATCH, "/api/v1/accounts/update_credentials", Some(change)).await.ok();
    assert_eq!(own["source"]["privacy"], "public");
    assert_eq!(ada.post(PATH, json!({"status": "To all"})).await["visibility"], "public");
}
