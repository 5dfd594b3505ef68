//! Whose notifications are kept aside or dropped, by the policy of whom they are for.

use super::ask::{error, id, ids};
use super::shapes::has;
use chrono::TimeDelta;
use hearth_testkit::{Answer, Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

pub const LIST: &str = "/api/v1/notifications";
pub const POLICY: &str = "/api/v2/notifications/policy";
pub const REQUESTS: &str = "/api/v1/notifications/requests";
const CATEGORIES: [&str; 5] = [
    "for_not_following",
    "for_not_followers",
    "for_new_accounts",
    "for_private_mentions",
    "for_limited_accounts",
];

async fn set(person: &Person, form: Value) -> Value {
    person.ask(Method::PATCH, POLICY, Some(form)).await.ok()
}

/// A letter: a story for whom it names.
pub async fn write(hearth: &TestHearth, from: &Person, text: &str) -> Value {
    let told = from.tell_to("direct", text).await;
    hearth.settle().await;
    told
}

pub async fn act(person: &Person, path: &str) -> Answer {
    person.ask(Method::POST, path, None).await
}

/// How many there are in the list, and how many with what is kept aside.
pub async fn seen(person: &Person) -> (usize, usize) {
    let all = person.get(&format!("{LIST}?include_filtered=true")).await;
    (person.notified().await.len(), ids(&all).len())
}

#[tokio::test]
async fn a_policy_is_read_and_changed() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let first = ada.get(POLICY).await;
    has(&first, &CATEGORIES);
    let words: Vec<&str> = CATEGORIES.iter().map(|name| first[*name].as_str().unwrap()).collect();
    assert_eq!(words, ["accept", "accept", "accept", "filter", "filter"]);
    assert_eq!(first["summary"], json!({"pending_requests_count": 0, "pending_notifications_count": 0}));
    for name in CATEGORIES {
        for word in ["drop", "filter", "accept"] {
            assert_eq!(set(&ada, json!({ name: word })).await[name], word);
        }
    }
    // Each alone, whatever the others are; nothing given changes nothing.
    let changed = set(&ada, json!({"for_new_accounts": "drop", "for_not_followers": "filter"})).await;
    assert_eq!(set(&ada, json!({})).await, changed);
    assert_eq!(ada.get(POLICY).await, changed);
    assert_eq!(
        (&changed["for_new_accounts"], &changed["for_not_following"]),
        (&json!("drop"), &json!("accept"))
    );
    let put = ada.ask(Method::PUT, POLICY, Some(json!({"for_new_accounts": "accept"}))).await.ok();
    assert_eq!(put["for_new_accounts"], "accept");
    let wrong = ada.ask(Method::PATCH, POLICY, Some(json!({"for_not_followers": "sometimes"}))).await;
    error(&wrong, 422, "Validation failed: For not followers is not included in the list");
    assert_eq!(ada.get(POLICY).await, put);
    let ben = hearth.person("ben").await;
    assert_eq!(ben.get(POLICY).await, first, "one's own alone");
}

#[tokio::test]
async fn the_first_version_knows_yes_and_no() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let path = "/api/v1/notifications/policy";
    let first = ada.get(path).await;
    assert_eq!(
        (&first["filter_not_following"], &first["filter_private_mentions"]),
        (&json!(false), &json!(true))
    );
    has(&first, &["filter_not_followers", "filter_new_accounts", "summary"]);
    set(&ada, json!({"for_not_followers": "drop", "for_new_accounts": "drop"})).await;
    let form =
        json!({"filter_not_following": true, "filter_not_followers": "1", "filter_new_accounts": "false"});
    let changed = ada.ask(Method::PUT, path, Some(form)).await.ok();
    assert_eq!(changed["filter_not_following"], true);
    let policy = ada.get(POLICY).await;
    let words: Vec<&str> = CATEGORIES.iter().map(|name| policy[*name].as_str().unwrap()).collect();
    assert_eq!(
        words,
        ["filter", "drop", "accept", "filter", "filter"],
        "what is dropped is not let in by a yes"
    );
}

#[tokio::test]
async fn what_is_dropped_never_was() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    set(&ada, json!({"for_private_mentions": "drop"})).await;
    write(&hearth, &ben, "@ada Do you know me?").await;
    assert_eq!((seen(&ada).await, ada.get(REQUESTS).await), ((0, 0), json!([])));
    // The policy holds from then on, not backwards.
    set(&ada, json!({"for_private_mentions": "accept"})).await;
    assert_eq!(seen(&ada).await, (0, 0));
    write(&hearth, &ben, "@ada And now?").await;
    assert_eq!(seen(&ada).await, (1, 1));
    set(&ada, json!({"for_private_mentions": "drop"})).await;
    assert_eq!(seen(&ada).await, (1, 1));
}

#[tokio::test]
async fn people_whom_one_does_not_follow() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Once").await;
    set(&ada, json!({"for_not_following": "filter"})).await;
    act(&ben, &format!("/api/v1/statuses/{}/favourite", id(&told))).await.is(200);
    hearth.settle().await;
    // Who only likes asks for nothing.
    assert_eq!((seen(&ada).await, ada.get(REQUESTS).await), ((0, 1), json!([])));
    ben.reply(id(&told), "@ada I know that").await;
    hearth.settle().await;
    let list = ada.get(REQUESTS).await;
    assert_eq!((seen(&ada).await, &list[0]["notifications_count"]), ((0, 2), &json!("2")));
    act(&ada, &format!("{REQUESTS}/{}/accept", id(&list[0]))).await.is(200);
    assert_eq!(seen(&ada).await, (2, 2));
    let (cleo, dora) = (hearth.person("cleo").await, hearth.owner("dora").await);
    ada.follow("cleo").await;
    hearth.settle().await;
    cleo.reply(id(&told), "@ada So do I").await;
    hearth.settle().await;
    assert_eq!(seen(&ada).await, (3, 3), "one follows her");
    write(&hearth, &dora, "@ada This server moves tomorrow").await;
    assert_eq!(seen(&ada).await, (4, 4), "she runs the server");
}

#[tokio::test]
async fn people_who_do_not_follow_one_or_not_for_long() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    set(&ada, json!({"for_not_followers": "filter"})).await;
    let told = ada.tell("Once").await;
    ben.follow("ada").await;
    hearth.settle().await;
    assert_eq!(seen(&ada).await, (0, 1), "the follow itself");
    ben.reply(id(&told), "@ada I follow you since a minute").await;
    hearth.settle().await;
    assert_eq!(seen(&ada).await, (0, 2));
    hearth.step(TimeDelta::days(3)).await;
    ben.reply(id(&told), "@ada I follow you since days").await;
    cleo.reply(id(&told), "@ada I do not").await;
    hearth.settle().await;
    assert_eq!(seen(&ada).await, (1, 4));
}

#[tokio::test]
async fn people_who_are_new() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    set(&ada, json!({"for_new_accounts": "filter"})).await;
    let told = ada.tell("Once").await;
    ben.reply(id(&told), "@ada I came today").await;
    hearth.settle().await;
    assert_eq!(seen(&ada).await, (0, 1));
    hearth.step(TimeDelta::days(30)).await;
    let cleo = hearth.person("cleo").await;
    ben.reply(id(&told), "@ada I am still here").await;
    cleo.reply(id(&told), "@ada I came today").await;
    hearth.settle().await;
    assert_eq!(seen(&ada).await, (1, 3));
}

#[tokio::test]
async fn letters_that_answer_or_come_from_company_arrive() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let told = ada.tell("Once").await;
    let answer = json!({"status": "@ada That helped", "visibility": "direct", "in_reply_to_id": id(&told)});
    let answer = ben.post("/api/v1/statuses", answer).await;
    hearth.settle().await;
    assert_eq!(seen(&ada).await, (1, 1), "an answer to her");
    let form =
        json!({"status": "@ada @ben So it did", "visibility": "direct", "in_reply_to_id": id(&answer)});
    cleo.ask(Method::POST, "/api/v1/statuses", Some(form)).await.is(404);
    // In somebody else's thread she told nothing.
    let theirs = cleo.tell("Elsewhere").await;
    let form = json!({"status": "@ada Look here", "visibility": "direct", "in_reply_to_id": id(&theirs)});
    ben.post("/api/v1/statuses", form).await;
    hearth.settle().await;
    assert_eq!(seen(&ada).await, (1, 2));
    // Who sits in the same community is no stranger.
    let form = json!({"name": "lake", "title": "The lake", "visibility": "members", "joining": "open"});
    ada.post("/api/hearth/v1/communities", form).await;
    write(&hearth, &cleo, "@ada May I?").await;
    assert_eq!(seen(&ada).await, (1, 3));
    cleo.post("/api/hearth/v1/communities/lake/join", json!({})).await;
    hearth.settle().await;
    let before = seen(&ada).await;
    write(&hearth, &cleo, "@ada Now I may").await;
    assert_eq!(seen(&ada).await, (before.0 + 1, before.1 + 1));
}

#[tokio::test]
async fn what_one_asked_to_hear_of_is_never_kept_back() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let all: serde_json::Map<String, Value> =
        CATEGORIES.iter().map(|name| ((*name).to_owned(), json!("drop"))).collect();
    set(&ada, Value::Object(all)).await;
    let poll = json!({"options": ["tea", "a walk"], "expires_in": 3600});
    let told = ben
        .post("/api/v1/statuses", json!({"status": "What helps?", "visibility": "public", "poll": poll}))
        .await;
    let form = json!({"choices": [0]});
    ada.post(&format!("/api/v1/polls/{}/votes", id(&told["poll"])), form).await;
    act(&ada, &format!("/api/v1/statuses/{}/reblog", id(&told))).await.is(200);
    write(&hearth, &ben, "@ada And you?").await;
    hearth.step(TimeDelta::hours(2)).await;
    hearth.settle().await;
    assert_eq!(ada.notified().await, ["poll"]);
    let plain = ben.tell("Passed on").await;
    act(&ada, &format!("/api/v1/statuses/{}/reblog", id(&plain))).await.is(200);
    hearth.settle().await;
    let path = format!("/api/v1/statuses/{}", id(&plain));
    ben.ask(Method::PUT, &path, Some(json!({"status": "Changed"}))).await.ok();
    hearth.settle().await;
    assert_eq!(ada.notified().await, ["update", "poll"]);
}
