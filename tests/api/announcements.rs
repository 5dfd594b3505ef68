//! Announcements: written by those who run the server, read, put away and reacted to by everybody who lives there.

use super::ask::{error, id, ids, limited, unknown};
use super::listening::Socket;
use super::shapes::{has, instant};
use chrono::{DateTime, TimeDelta, Utc};
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const LIST: &str = "/api/v1/announcements";
const KEEP: &str = "/api/hearth/v1/announcements";
const ENTITY: [&str; 13] = [
    "id",
    "content",
    "starts_at",
    "ends_at",
    "all_day",
    "published_at",
    "updated_at",
    "read",
    "mentions",
    "statuses",
    "tags",
    "emojis",
    "reactions",
];

/// Whoever runs the server, through an app that may.
async fn keeper(hearth: &TestHearth) -> Person {
    let olive = hearth.owner("olive").await;
    limited(hearth, &olive, "read write admin:read admin:write").await
}

async fn tell(keeper: &Person, form: Value) -> Value {
    let one = keeper.post(KEEP, form).await;
    keeper.post(&format!("{KEEP}/{}/publish", id(&one)), json!({})).await
}

fn thumb(announcement: &Value, name: &str) -> String {
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("{LIST}/{}/reactions/{name}", id(announcement))
}

#[tokio::test]
async fn everybody_is_told_what_is_published() {
    let hearth = TestHearth::start().await;
    let (olive, ada) = (keeper(&hearth).await, hearth.person("ada").await);
    let mut socket = Socket::of(&ada, &[json!({"stream": "user"})]).await;
    let start: DateTime<Utc> = hearth.core.now() + TimeDelta::hours(2);
    let form = json!({"text": "We *rest* tomorrow, @ada. #quiet", "starts_at": start});
    let one = olive.post(KEEP, form).await;
    assert_eq!(one["published_at"], Value::Null);
    assert_eq!(ada.get(LIST).await, json!([]), "not published yet");
    let published = olive.post(&format!("{KEEP}/{}/publish", id(&one)), json!({})).await;
    instant(&published["published_at"]);
    let list = ada.get(LIST).await;
    assert_eq!(ids(&list), [id(&one)]);
    has(&list[0], &ENTITY);
    instant(&list[0]["starts_at"]);
    assert!(list[0]["content"].as_str().unwrap().contains("<em>rest</em>"), "{list}");
    assert_eq!(list[0]["mentions"][0]["id"], ada.account.id.to_string());
    assert_eq!((&list[0]["tags"][0]["name"], &list[0]["read"]), (&json!("quiet"), &json!(false)));
    let (event, payload) = socket.event().await;
    assert_eq!((event.as_str(), &payload["id"]), ("announcement", &one["id"]));
    assert!(payload.get("read").is_none(), "it is told to all alike");

    let path = format!("{KEEP}/{}", id(&one));
    olive.ask(Method::PUT, &path, Some(json!({"text": "We rest on Friday"}))).await.ok();
    let (event, payload) = socket.event().await;
    assert_eq!((event.as_str(), &payload["content"]), ("announcement", &json!("<p>We rest on Friday</p>")));
    assert_eq!(ada.get(LIST).await[0]["starts_at"], Value::Null, "changed as a whole");
    let withdrawn = olive.post(&format!("{path}/withdraw"), json!({})).await;
    assert_eq!((&withdrawn["published_at"], ada.get(LIST).await), (&Value::Null, json!([])));
    let (event, payload) = socket.event().await;
    assert_eq!((event.as_str(), payload.to_string().as_str()), ("announcement.delete", id(&one)));
    assert_eq!(olive.get(KEEP).await[0], olive.get(&path).await);
    olive.ask(Method::DELETE, &path, None).await.is(200);
    assert_eq!(olive.get(KEEP).await, json!([]));
    error(&olive.ask(Method::GET, &path, None).await, 404, "Record not found");
}

#[tokio::test]
async fn what_is_read_is_put_away() {
    let hearth = TestHearth::start().await;
    let (olive, ada, ben) = (keeper(&hearth).await, hearth.person("ada").await, hearth.person("ben").await);
    let first = tell(&olive, json!({"text": "First"})).await;
    hearth.clock.step(TimeDelta::minutes(1));
    let second = tell(&olive, json!({"text": "Second"})).await;
    assert_eq!(ids(&ada.get(LIST).await), [id(&first), id(&second)]);
    let dismiss = format!("{LIST}/{}/dismiss", id(&first));
    for _ in 0..2 {
        assert_eq!(ada.post(&dismiss, json!({})).await, json!({}));
    }
    assert_eq!(ids(&ada.get(LIST).await), [id(&second)]);
    let all = ada.get(&format!("{LIST}?with_dismissed=true")).await;
    assert_eq!((&all[0]["read"], &all[1]["read"]), (&json!(true), &json!(false)));
    assert_eq!(ids(&ben.get(LIST).await).len(), 2, "she put it away for herself alone");
    let draft = olive.post(KEEP, json!({"text": "Not yet"})).await;
    for hidden in ["1", "word", id(&draft)] {
        let answer = ada.ask(Method::POST, &format!("{LIST}/{hidden}/dismiss"), None).await;
        error(&answer, 404, "Record not found");
    }
}

#[tokio::test]
async fn what_is_over_is_not_shown() {
    let hearth = TestHearth::start().await;
    let (olive, ada) = (keeper(&hearth).await, hearth.person("ada").await);
    let now: DateTime<Utc> = hearth.core.now();
    let soon = now + TimeDelta::hours(1);
    tell(&olive, json!({"text": "An hour", "ends_at": soon})).await;
    let day = tell(&olive, json!({"text": "A day", "starts_at": now, "ends_at": now, "all_day": true})).await;
    let ever = tell(&olive, json!({"text": "For ever"})).await;
    hearth.clock.step(TimeDelta::minutes(59));
    assert_eq!(ids(&ada.get(LIST).await).len(), 3);
    hearth.clock.step(TimeDelta::minutes(1));
    let left = ada.get(LIST).await;
    assert!(ids(&left).contains(&id(&ever)) && ids(&left).contains(&id(&day)), "{left}");
    assert_eq!(ids(&left).len(), 2);
    hearth.clock.step(TimeDelta::days(1));
    assert_eq!(ids(&ada.get(LIST).await), [id(&ever)]);
    assert_eq!(ids(&ada.get(&format!("{LIST}?with_dismissed=true")).await), [id(&ever)]);
}

#[tokio::test]
async fn people_react_and_nobody_is_counted() {
    let hearth = TestHearth::start().await;
    let (olive, ada, ben) = (keeper(&hearth).await, hearth.person("ada").await, hearth.person("ben").await);
    let one = tell(&olive, json!({"text": "We rest tomorrow"})).await;
    let mut socket = Socket::of(&ben, &[json!({"stream": "user"})]).await;
    let (thumb_up, heart) = (thumb(&one, "👍"), thumb(&one, "❤️"));
    for _ in 0..2 {
        assert_eq!(ada.ask(Method::PUT, &thumb_up, None).await.ok(), json!({}));
    }
    let (event, payload) = socket.event().await;
    assert_eq!(event, "announcement.reaction");
    assert_eq!(payload, json!({"name": "👍", "count": 0, "announcement_id": one["id"]}));
    ben.ask(Method::PUT, &heart, None).await.is(200);
    assert_eq!(socket.event().await.1["name"], "❤️");
    ben.ask(Method::PUT, &thumb_up, None).await.is(200);
    assert_eq!(socket.event().await.1["name"], "👍");
    let expected = |mine: [bool; 2]| json!([{"name": "👍", "count": 0, "me": mine[0]}, {"name": "❤️", "count": 0, "me": mine[1]}]);
    assert_eq!(ada.get(LIST).await[0]["reactions"], expected([true, false]));
    assert_eq!(ben.get(LIST).await[0]["reactions"], expected([true, true]));
    assert_eq!(ben.ask(Method::DELETE, &heart, None).await.ok(), json!({}));
    assert_eq!(socket.event().await.1["name"], "❤️");
    error(&ben.ask(Method::DELETE, &heart, None).await, 404, "Record not found");
    error(&ada.ask(Method::DELETE, &heart, None).await, 404, "Record not found");
    assert_eq!(ada.get(LIST).await[0]["reactions"].as_array().unwrap().len(), 1);
    for wrong in ["word", "👍👍", "1"] {
        let answer = ada.ask(Method::PUT, &thumb(&one, wrong), None).await;
        error(&answer, 422, "Validation failed: Name is not a recognized emoji");
    }
    for more in ["🌲", "🌳", "🌴", "🌵", "🌷", "🌸", "🌹"] {
        ada.ask(Method::PUT, &thumb(&one, more), None).await.is(200);
    }
    let ninth = ada.ask(Method::PUT, &thumb(&one, "🌺"), None).await;
    error(&ninth, 422, "Validation failed: Limit of different reactions reached");
    ben.ask(Method::PUT, &thumb(&one, "🌹"), None).await.is(200);
    let draft = olive.post(KEEP, json!({"text": "Not yet"})).await;
    error(&ada.ask(Method::PUT, &thumb(&draft, "👍"), None).await, 404, "Record not found");
}

#[tokio::test]
async fn only_those_who_run_the_server_write_them() {
    let hearth = TestHearth::start().await;
    let (olive, ada) = (keeper(&hearth).await, hearth.person("ada").await);
    let one = tell(&olive, json!({"text": "We rest tomorrow"})).await;
    let path = format!("{KEEP}/{}", id(&one));
    let asked = [
        (Method::GET, KEEP.to_owned()),
        (Method::POST, KEEP.to_owned()),
        (Method::GET, path.clone()),
        (Method::PUT, path.clone()),
        (Method::DELETE, path.clone()),
        (Method::POST, format!("{path}/publish")),
        (Method::POST, format!("{path}/withdraw")),
    ];
    let (less, would_be) = (
        limited(&hearth, &olive, "read write").await,
        limited(&hearth, &ada, "admin:read admin:write").await,
    );
    for (method, path) in asked {
        let form = (method != Method::GET).then(|| json!({"text": "Nonsense"}));
        unknown(&hearth, method.clone(), &path).await.is(401);
        let answer = less.ask(method.clone(), &path, form.clone()).await;
        error(&answer, 403, "This action is outside the authorized scopes");
        let answer = would_be.ask(method, &path, form).await;
        error(&answer, 403, "only those who run this server may do this");
    }
    assert_eq!(ada.get(LIST).await[0]["content"], "<p>We rest tomorrow</p>");
    for (form, text) in [
        (json!({"text": " "}), "Text can't be blank"),
        (
            json!({"text": "x", "starts_at": "2026-12-02T00:00:00Z", "ends_at": "2026-12-01T00:00:00Z"}),
            "Ends at must be after the start",
        ),
    ] {
        let answer = olive.ask(Method::POST, KEEP, Some(form.clone())).await;
        error(&answer, 422, &format!("Validation failed: {text}"));
        let answer = olive.ask(Method::PUT, &path, Some(form)).await;
        error(&answer, 422, &format!("Validation failed: {text}"));
    }
    // Members read and react with what they may.
    unknown(&hearth, Method::GET, LIST).await.is(401);
    let reads = limited(&hearth, &ada, "read").await;
    for (method, path) in [
        (Method::POST, format!("{LIST}/{}/dismiss", id(&one))),
        (Method::PUT, thumb(&one, "👍")),
        (Method::DELETE, thumb(&one, "👍")),
    ] {
        let answer = reads.ask(method, &path, None).await;
        error(&answer, 403, "This action is outside the authorized scopes");
    }
    assert_eq!(ids(&reads.get(LIST).await).len(), 1);
}
