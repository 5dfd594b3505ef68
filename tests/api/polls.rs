//! Polls: asked with a story, answered once, over in time.

use super::ask::{error, id, unknown};
use super::shapes::has;
use chrono::TimeDelta;
use hearth_testkit::{Answer, Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

async fn ask(person: &Person, poll: Value) -> Value {
    person
        .post("/api/v1/statuses", json!({"status": "What helps?", "visibility": "public", "poll": poll}))
        .await
}

fn tea(more: Value) -> Value {
    let mut poll = json!({"options": ["tea", "a walk", "sleep"], "expires_in": 3600});
    poll.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    poll
}

async fn vote(person: &Person, poll: &str, choices: Value) -> Answer {
    person.ask(Method::POST, &format!("/api/v1/polls/{poll}/votes"), Some(json!({"choices": choices}))).await
}

fn votes(poll: &Value) -> Vec<Value> {
    poll["options"].as_array().unwrap().iter().map(|option| option["votes_count"].clone()).collect()
}

#[tokio::test]
async fn a_poll_is_answered_once() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let told = ask(&ada, tea(json!({}))).await;
    let poll = &told["poll"];
    has(poll, &["id", "expires_at", "expired", "multiple", "votes_count", "options", "emojis"]);
    assert_eq!(
        (&poll["expired"], &poll["multiple"], &poll["voters_count"]),
        (&json!(false), &json!(false), &json!(0))
    );
    assert_eq!((&poll["voted"], &poll["own_votes"]), (&json!(true), &json!([])));
    let name = id(poll);
    let answer = vote(&ben, name, json!([1])).await;
    answer.is(200);
    assert_eq!(votes(&answer.json), [0, 1, 0]);
    assert_eq!((&answer.json["voted"], &answer.json["own_votes"]), (&json!(true), &json!([1])));
    vote(&cleo, name, json!("1")).await.is(200);
    // Nobody sees who chose what, and whoever is unknown has chosen nothing.
    let anybody = unknown(&hearth, Method::GET, &format!("/api/v1/polls/{name}")).await.ok();
    assert_eq!(votes(&anybody), [0, 2, 0]);
    assert!(anybody.get("voted").is_none() && anybody.get("own_votes").is_none(), "{anybody}");
    assert_eq!(ada.get(&format!("/api/v1/polls/{name}")).await["own_votes"], json!([]));
    let refused = [
        (&ben, json!([0]), "You have already voted on this poll"),
        (&ada, json!([0]), "You cannot vote in your own polls"),
    ];
    for (person, choices, text) in refused {
        error(&vote(person, name, choices).await, 422, &format!("Validation failed: {text}"));
    }
    assert_eq!(votes(&ada.get(&format!("/api/v1/statuses/{}", id(&told))).await["poll"]), [0, 2, 0]);
}

#[tokio::test]
async fn several_options_and_hidden_votes() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let told = ask(&ada, tea(json!({"multiple": true, "hide_totals": true}))).await;
    let name = id(&told["poll"]);
    for (choices, text) in [
        (json!([]), "Choices can't be blank"),
        (json!([3]), "The chosen vote option does not exist"),
        (json!([0, -1]), "The chosen vote option does not exist"),
    ] {
        error(&vote(&ben, name, choices).await, 422, &format!("Validation failed: {text}"));
    }
    let answer = vote(&ben, name, json!([0, 2, 2])).await;
    answer.is(200);
    assert_eq!(votes(&answer.json), [Value::Null, Value::Null, Value::Null]);
    assert_eq!(answer.json["own_votes"], json!([0, 2]));
    vote(&cleo, name, json!([2])).await.is(200);
    hearth.clock.step(TimeDelta::hours(1));
    error(&vote(&cleo, name, json!([0])).await, 422, "Validation failed: The poll has already ended");
    let over = ben.get(&format!("/api/v1/polls/{name}")).await;
    assert_eq!(
        (votes(&over), &over["voters_count"], &over["votes_count"]),
        (vec![json!(1), json!(0), json!(2)], &json!(2), &json!(3))
    );
    assert_eq!(over["expired"], true);
    // Those who asked and answered are told that it is over, once.
    hearth.settle().await;
    hearth.settle().await;
    for person in [&ada, &ben, &cleo] {
        assert_eq!(person.notified().await, ["poll"]);
    }
    let one = &ben.get("/api/v1/notifications?types[]=poll").await[0];
    assert_eq!(
        (&one["status"]["id"], &one["account"]["id"]),
        (&told["id"], &json!(ada.account.id.to_string()))
    );
}

#[tokio::test]
async fn a_poll_is_for_those_who_may_read_it() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    ben.follow("ada").await;
    let form = json!({"status": "What helps?", "visibility": "private", "poll": tea(json!({}))});
    let told = ada.post("/api/v1/statuses", form).await;
    let name = id(&told["poll"]);
    error(&vote(&cleo, name, json!([0])).await, 404, "Record not found");
    error(&cleo.ask(Method::GET, &format!("/api/v1/polls/{name}"), None).await, 404, "Record not found");
    vote(&ben, name, json!([0])).await.is(200);
    let plain = ada.tell("Nothing asked").await;
    error(&vote(&ben, id(&plain), json!([0])).await, 404, "Record not found");
    error(
        &ben.ask(Method::GET, &format!("/api/v1/polls/{}", id(&plain)), None).await,
        404,
        "Record not found",
    );
    assert_eq!(plain["poll"], Value::Null);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    for (poll, text) in [
        (json!({"options": ["tea"], "expires_in": 3600}), "Options must have more than one item"),
        (json!({"options": ["tea", "tea"], "expires_in": 3600}), "Options contain duplicate items"),
        (json!({"options": ["tea", "sleep"], "expires_in": 10}), "Expires at is too soon"),
        (json!({"options": ["tea", "sleep"]}), "Expires at is too soon"),
    ] {
        let answer =
            ada.ask(Method::POST, "/api/v1/statuses", Some(json!({"status": "Once", "poll": poll}))).await;
        error(&answer, 422, &format!("Validation failed: {text}"));
    }
}

#[tokio::test]
async fn a_changed_poll_is_answered_anew() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ask(&ada, tea(json!({}))).await;
    let (path, name) = (format!("/api/v1/statuses/{}", id(&told)), id(&told["poll"]));
    vote(&ben, name, json!([0])).await.is(200);
    let change = async |form: Value| ada.ask(Method::PUT, &path, Some(form)).await.ok();
    // Words alone, and the same options: votes stay.
    assert_eq!(votes(&change(json!({"status": "What helps you?"})).await["poll"]), [1, 0, 0]);
    let longer = change(json!({"status": "What helps you?", "poll": tea(json!({"expires_in": 7200}))})).await;
    assert_eq!(votes(&longer["poll"]), [1, 0, 0]);
    assert_ne!(longer["poll"]["expires_at"], told["poll"]["expires_at"]);
    let anew =
        json!({"status": "What helps you?", "poll": {"options": ["music", "tea"], "expires_in": 3600}});
    assert_eq!(votes(&change(anew).await["poll"]), [0, 0]);
    assert_eq!(ben.get(&format!("/api/v1/polls/{name}")).await["voted"], false);
    vote(&ben, name, json!([1])).await.is(200);
    let gone = change(json!({"status": "Never mind", "poll": {"options": []}})).await;
    assert_eq!(gone["poll"], Value::Null);
    error(&ben.ask(Method::GET, &format!("/api/v1/polls/{name}"), None).await, 404, "Record not found");
}
