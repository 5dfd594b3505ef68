//! Streaming, as apps listen: each event on its streams, nothing for others, and an end with the token.

use super::ask::{error, id, limited, unknown, with_token};
use super::listening::Socket;
use hearth::app::Only;
use hearth_core::chance::Chance;
use hearth_core::streams::Said;
use hearth_testkit::person::{http, texts};
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const SOCKET: &str = "/api/v1/streaming";
const EVENTS: [&str; 7] =
    ["user", "user/notification", "public", "public/local", "public/remote", "hashtag", "direct"];

fn user() -> Value {
    json!({"stream": "user"})
}

/// Ada follows ben, and nobody cleo.
async fn people(hearth: &TestHearth) -> (Person, Person, Person) {
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.follow("ben").await;
    hearth.settle().await;
    (ada, ben, hearth.person("cleo").await)
}

fn words(status: &Value) -> String {
    texts(&json!([status])).remove(0)
}

#[tokio::test]
async fn home_hears_of_stories_of_their_changes_and_of_their_end() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) = people(&hearth).await;
    let mut socket = Socket::of(&ada, &[user()]).await;
    cleo.tell("From somebody else").await;
    let told = ben.tell_to("private", "From ben").await;
    hearth.settle().await;
    let message = socket.next().await;
    assert_eq!((&message["stream"], &message["event"]), (&json!(["user"]), &json!("update")));
    let status: Value = serde_json::from_str(message["payload"].as_str().unwrap()).unwrap();
    let path = format!("/api/v1/statuses/{}", id(&told));
    assert_eq!(status, ada.get(&path).await, "as her own request shows it");

    ben.ask(Method::PUT, &path, Some(json!({"status": "Changed"}))).await.ok();
    hearth.settle().await;
    let (event, status) = socket.event().await;
    assert_eq!((event.as_str(), words(&status).as_str()), ("status.update", "Changed"));

    let passed = cleo.tell("Passed on").await;
    ben.post(&format!("/api/v1/statuses/{}/reblog", id(&passed)), json!({})).await;
    hearth.settle().await;
    let (event, status) = socket.event().await;
    assert_eq!((event.as_str(), &status["reblog"]["id"]), ("update", &passed["id"]));

    ben.ask(Method::DELETE, &path, None).await.ok();
    hearth.settle().await;
    assert_eq!(socket.event().await, ("delete".to_owned(), told["id"].clone()));
}

#[tokio::test]
async fn whoever_has_a_story_that_is_theirs_no_more_loses_it() {
    let hearth = TestHearth::start().await;
    let (ada, ben, _) = people(&hearth).await;
    let mut socket = Socket::of(&ada, &[user(), json!({"stream": "public"})]).await;
    let told = ben.tell("Open").await;
    hearth.settle().await;
    for stream in ["user", "public"] {
        assert_eq!(socket.next().await["stream"], json!([stream]));
    }
    ben.post(&format!("/api/hearth/v1/stories/{}/fold", id(&told)), json!({})).await;
    hearth.settle().await;
    for _ in 0..2 {
        assert_eq!(socket.event().await, ("delete".to_owned(), told["id"].clone()));
    }
}

#[tokio::test]
async fn notifications_come_where_they_may_be_read() {
    let hearth = TestHearth::start().await;
    let (ada, ben, _) = people(&hearth).await;
    let told = ada.tell("Told").await;
    hearth.settle().await;
    let mut both = Socket::of(&ada, &[user(), json!({"stream": "user:notification"})]).await;
    let stories = limited(&hearth, &ada, "read:statuses").await;
    let mut stories = Socket::of(&stories, &[user()]).await;
    let notes = limited(&hearth, &ada, "read:notifications").await;
    let mut notes = Socket::of(&notes, &[json!({"stream": "user:notification"})]).await;
    ben.post(&format!("/api/v1/statuses/{}/favourite", id(&told)), json!({})).await;
    hearth.settle().await;
    for stream in ["user", "user:notification"] {
        let message = both.next().await;
        assert_eq!((&message["stream"], &message["event"]), (&json!([stream]), &json!("notification")));
    }
    let (_, one) = notes.event().await;
    assert_eq!((&one["type"], &one["account"]["acct"]), (&json!("favourite"), &json!("ben")));
    assert_eq!(one, ada.get("/api/v1/notifications").await[0]);
    // The token that reads stories alone is told of stories alone.
    ben.tell("Later").await;
    hearth.settle().await;
    assert_eq!(stories.event().await.0, "update");

    let refusal = json!({"error": "Access token does not have the required scopes", "status": 401});
    notes.say(&json!({"type": "subscribe", "stream": "user"})).await;
    assert_eq!(notes.next().await, refusal);
    stories.say(&json!({"type": "subscribe", "stream": "user:notification"})).await;
    assert_eq!(stories.next().await, refusal);
}

#[tokio::test]
async fn public_and_tag_streams_hold_what_their_timelines_hold() {
    let hearth = TestHearth::start().await;
    let (ada, _, cleo) = people(&hearth).await;
    let tag = json!({"stream": "hashtag", "tag": "RAIN"});
    let mut socket = Socket::of(&ada, &[json!({"stream": "public"}), tag.clone()]).await;
    let mut remote = Socket::of(&ada, &[json!({"stream": "public:remote"})]).await;
    for quiet in ["unlisted", "private", "direct"] {
        cleo.tell_to(quiet, "Quiet #rain").await;
    }
    let told = cleo.tell("Loud #Rain").await;
    cleo.reply(id(&told), "An answer #rain").await;
    hearth.settle().await;
    let mut heard = Vec::new();
    for _ in 0..3 {
        let message = socket.next().await;
        let status: Value = serde_json::from_str(message["payload"].as_str().unwrap()).unwrap();
        heard.push((message["stream"].clone(), words(&status)));
    }
    // Jobs about several stories take no turns.
    heard.sort_by_key(|(stream, words)| format!("{stream}{words}"));
    let expected = [
        (json!(["hashtag", "RAIN"]), "An answer #rain".to_owned()),
        (json!(["hashtag", "RAIN"]), "Loud #Rain".to_owned()),
        (json!(["public"]), "Loud #Rain".to_owned()),
    ];
    assert_eq!(heard, expected);

    let mut stop = tag;
    stop["type"] = json!("unsubscribe");
    socket.say(&stop).await;
    socket.ready().await;
    let told = cleo.tell("Once more #rain").await;
    hearth.settle().await;
    assert_eq!(socket.next().await["stream"], json!(["public"]));
    cleo.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&told)), None).await.ok();
    hearth.settle().await;
    assert_eq!(socket.event().await, ("delete".to_owned(), told["id"].clone()));
    // What was told here is not elsewhere's, though its end is nobody's secret.
    assert_eq!(remote.event().await.0, "delete");
}

#[tokio::test]
async fn nobody_hears_what_their_own_request_would_not_show() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) = people(&hearth).await;
    let dora = hearth.person("dora").await;
    let hidden = ["muted", "blocked", "blocks"];
    let mut others = Vec::new();
    for name in hidden {
        let other = hearth.person(name).await;
        ada.follow(name).await;
        others.push(other);
    }
    hearth.settle().await;
    ada.post(&format!("/api/v1/accounts/{}/mute", others[0].account.id), json!({})).await;
    ada.post(&format!("/api/v1/accounts/{}/block", others[1].account.id), json!({})).await;
    others[2].post(&format!("/api/v1/accounts/{}/block", ada.account.id), json!({})).await;
    let streams = [user(), json!({"stream": "public"}), json!({"stream": "hashtag", "tag": "rain"})];
    let mut socket = Socket::of(&ada, &streams).await;
    let mut twin = Socket::of(&dora, &[json!({"stream": "public"})]).await;
    cleo.tell_to("private", "Not for ada #rain").await;
    cleo.tell_to("direct", "Not for ada #rain").await;
    ben.tell_to("direct", "Not for ada #rain").await;
    for other in &others {
        other.tell("Not for ada #rain").await;
        let told = other.tell("Nor passed on #rain").await;
        ben.ask(Method::POST, &format!("/api/v1/statuses/{}/reblog", id(&told)), Some(json!({}))).await.ok();
    }
    hearth.settle().await;
    let last = ben.tell("For ada #rain").await;
    hearth.settle().await;
    for stream in [json!(["user"]), json!(["public"]), json!(["hashtag", "rain"])] {
        let message = socket.next().await;
        let status: Value = serde_json::from_str(message["payload"].as_str().unwrap()).unwrap();
        assert_eq!((&message["stream"], &status["id"]), (&stream, &last["id"]), "{}", words(&status));
    }
    // All of it was told to somebody between whom and them nothing stands.
    let mut heard = Vec::new();
    for _ in 0..6 {
        heard.push(words(&twin.event().await.1));
    }
    heard.sort();
    assert_eq!((heard[0].as_str(), heard[2].as_str()), ("Nor passed on #rain", "Nor passed on #rain"));
    assert_eq!((heard[3].as_str(), heard[5].as_str()), ("Not for ada #rain", "Not for ada #rain"));
    assert_eq!(twin.event().await.1["id"], last["id"]);
}

#[tokio::test]
async fn conversations_go_on_for_those_in_them() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) = people(&hearth).await;
    let direct = [json!({"stream": "direct"})];
    let (mut adas, mut cleos) = (Socket::of(&ada, &direct).await, Socket::of(&cleo, &direct).await);
    let told = ben.tell_to("direct", "@ada how are you").await;
    hearth.settle().await;
    let (event, talk) = adas.event().await;
    assert_eq!((event.as_str(), &talk["last_status"]["id"]), ("conversation", &told["id"]));
    assert_eq!(talk, ada.get("/api/v1/conversations").await[0]);
    let told = ben.tell_to("direct", "@cleo and you").await;
    hearth.settle().await;
    assert_eq!(cleos.event().await.1["last_status"]["id"], told["id"], "the first was not for her");
}

#[tokio::test]
async fn a_token_stands_in_any_of_three_places() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let bearer = format!("Bearer {}", ada.token);
    let query = format!("{SOCKET}/?stream=user&access_token={}", ada.token);
    let open = async |path: &str, headers: &[(&str, &str)]| Socket::at(&hearth.base, path, headers).await;
    let mut sockets = vec![
        open(&query, &[]).await.unwrap(),
        open("/api/v1/streaming?stream=user", &[("authorization", &bearer)]).await.unwrap(),
        open("/api/v1/streaming?stream=user", &[("sec-websocket-protocol", &ada.token)]).await.unwrap(),
    ];
    assert_eq!(sockets[2].protocol.as_deref(), Some(ada.token.as_str()), "a browser wants it back");
    for socket in &mut sockets {
        socket.ready().await;
    }
    ada.tell("Told").await;
    hearth.settle().await;
    for socket in &mut sockets {
        assert_eq!(socket.event().await.0, "update");
    }
    assert_eq!(open(SOCKET, &[]).await.err(), Some(401));
    assert_eq!(open(&format!("{SOCKET}?access_token=wrong"), &[]).await.err(), Some(401));
    assert_eq!(open(SOCKET, &[("sec-websocket-protocol", "wrong")]).await.err(), Some(401));
    for path in EVENTS {
        let path = format!("{SOCKET}/{path}?tag=rain");
        error(&unknown(&hearth, Method::GET, &path).await, 401, "Missing access token");
        error(&with_token(&hearth, "wrong", Method::GET, &path).await, 401, "Invalid access token");
    }
    assert_eq!(unknown(&hearth, Method::GET, "/api/v1/streaming/health").await.is(200).text, "OK");
}

#[tokio::test]
async fn what_cannot_be_listened_to_is_said() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    error(&ada.ask(Method::GET, &format!("{SOCKET}/hashtag"), None).await, 400, "Missing tag name parameter");
    let list = ada.ask(Method::GET, &format!("{SOCKET}/list?list=7"), None).await;
    error(&list, 401, "Not authorized to stream this list");
    ada.ask(Method::GET, SOCKET, None).await.is(426);
    let less = limited(&hearth, &ada, "write").await;
    let path = format!("{SOCKET}/user");
    error(&less.ask(Method::GET, &path, None).await, 401, "Access token does not have the required scopes");
    let mut socket = Socket::of(&ada, &[]).await;
    socket.say(&json!({"type": "subscribe", "stream": "hashtag"})).await;
    assert_eq!(socket.next().await, json!({"error": "Missing tag name parameter", "status": 400}));
    socket.say(&json!({"type": "subscribe", "stream": "list", "list": 7})).await;
    assert_eq!(socket.next().await["status"], 401);
    socket.say(&json!("hello")).await;
    socket.say(&user_subscribed()).await;
    socket.ready().await;
    hearth.core.streams.say(Said::Filtered(ada.account.id));
    assert_eq!(socket.next().await, json!({"stream": ["user"], "event": "filters_changed"}));
}

fn user_subscribed() -> Value {
    json!({"type": "subscribe", "stream": "user"})
}

#[tokio::test]
async fn a_stream_ends_with_its_token() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) = people(&hearth).await;
    let lesser = limited(&hearth, &ada, "read").await;
    let (mut one, mut other) = (Socket::of(&lesser, &[user()]).await, Socket::of(&ada, &[user()]).await);
    let sessions = ada.get("/api/hearth/v1/sessions").await;
    let held = sessions.as_array().unwrap().iter().find(|one| one["current"] == false).unwrap();
    ada.ask(Method::DELETE, &format!("/api/hearth/v1/sessions/{}", id(held)), None).await.ok();
    one.closes().await;
    ben.tell("Told").await;
    hearth.settle().await;
    assert_eq!(other.event().await.0, "update", "another token of hers holds");

    let mut bens = Socket::of(&ben, &[user()]).await;
    hearth_core::accounts::suspend::suspend(&hearth.core, &ben.account).await.unwrap();
    bens.closes().await;
    let mut cleos = Socket::of(&cleo, &[user()]).await;
    let mut events = events(&cleo, "user").await;
    hearth_core::signin::password::set(&hearth.core, cleo.account.id, "a wholly new password").await.unwrap();
    hearth_core::members::tokens::revoke_all(&hearth.core, cleo.account.id).await.unwrap();
    cleos.closes().await;
    let ended = async { while events.chunk().await.unwrap().is_some() {} };
    tokio::time::timeout(Duration::from_secs(1), ended).await.unwrap();
    other.ready().await;
    hearth.stop();
    other.closes().await;
}

async fn events(person: &Person, path: &str) -> reqwest::Response {
    let request = http().get(format!("{}{SOCKET}/{path}", person.base)).bearer_auth(&person.token);
    let mut answer = request.send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    assert_eq!(&answer.chunk().await.unwrap().unwrap()[..], b":)\n\n");
    answer
}

#[tokio::test]
async fn events_are_sent_over_plain_http_too() {
    let hearth = TestHearth::start().await;
    let (ada, ben, _) = people(&hearth).await;
    let mut open = Vec::new();
    for path in ["user", "public", "public/local", "hashtag?tag=rain", "hashtag/local?tag=Rain"] {
        open.push(events(&ada, path).await);
    }
    let told = ben.tell("Told #rain").await;
    hearth.settle().await;
    for answer in &mut open {
        let chunk = answer.chunk().await.unwrap().unwrap();
        let text = std::str::from_utf8(&chunk).unwrap();
        let data = text.strip_prefix("event: update\ndata: ").unwrap().strip_suffix("\n\n").unwrap();
        assert_eq!(serde_json::from_str::<Value>(data).unwrap()["id"], told["id"]);
    }
    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&told)), None).await.ok();
    hearth.settle().await;
    let chunk = open[0].chunk().await.unwrap().unwrap();
    assert_eq!(chunk, format!("event: delete\ndata: {}\n\n", id(&told)));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_on_the_database_hears_it_too() {
    let hearth = TestHearth::start().await;
    let (ada, ben, _) = people(&hearth).await;
    let db = hearth_core::db::Db::new(hearth.core.db.url(), 4).unwrap();
    let chance = Arc::new(Chance::seeded(815));
    let app = hearth::App::with(hearth.config.clone(), db, hearth.clock.clone(), chance).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let cancel = CancellationToken::new();
    let (stopping, _guard) = (cancel.clone(), cancel.drop_guard());
    tokio::spawn(async move { app.serve(listener, Only::Web, stopping).await });
    let ears = "SELECT count(*) FROM pg_stat_activity \
                WHERE datname = current_database() AND query = 'LISTEN hearth_elsewhere'";
    while hearth.database.number(ears).await < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let lesser = limited(&hearth, &ada, "read").await;
    let mut socket = Socket::of_at(&base, &lesser, &[user()]).await;
    let told = ben.tell("Told").await;
    hearth.settle().await;
    let (event, status) = socket.event().await;
    assert_eq!((event.as_str(), &status["id"]), ("update", &told["id"]));
    ben.post(&format!("/api/v1/accounts/{}/follow", ada.account.id), json!({})).await;
    hearth.settle().await;
    assert_eq!(socket.event().await.0, "notification");
    let sessions = ada.get("/api/hearth/v1/sessions").await;
    let held = sessions.as_array().unwrap().iter().find(|one| one["current"] == false).unwrap();
    ada.ask(Method::DELETE, &format!("/api/hearth/v1/sessions/{}", id(held)), None).await.ok();
    socket.closes().await;
}

#[tokio::test]
async fn a_list_is_heard_and_is_not_heard_at_home() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) = people(&hearth).await;
    ada.follow("cleo").await;
    let list = ada.post("/api/v1/lists", json!({"title": "Apart", "exclusive": true})).await;
    let path = format!("/api/v1/lists/{}/accounts", id(&list));
    ada.post(&path, json!({"account_ids": [ben.account.id.to_string()]})).await;
    let mut home = Socket::of(&ada, &[user()]).await;
    let mut apart = Socket::of(&ada, &[json!({"stream": "list", "list": id(&list)})]).await;
    let told = ben.tell("Read apart").await;
    hearth.settle().await;
    let elsewhere = cleo.tell("Read at home").await;
    ben.reply(id(&elsewhere), "Not for this list").await;
    let last = ben.tell("Read apart again").await;
    hearth.settle().await;
    assert_eq!(home.event().await.1["id"], elsewhere["id"]);
    for told in [told, last] {
        let message = apart.next().await;
        assert_eq!(message["stream"], json!(["list", list["id"]]));
        let status: Value = serde_json::from_str(message["payload"].as_str().unwrap()).unwrap();
        assert_eq!(status["id"], told["id"]);
    }
    let mut foreign = Socket::of(&ben, &[]).await;
    foreign.say(&json!({"type": "subscribe", "stream": "list", "list": list["id"]})).await;
    assert_eq!(foreign.next().await["status"], 401);
}
