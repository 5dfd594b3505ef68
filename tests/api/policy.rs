//! What is kept aside of strangers: by which policy, where it does not show, and how it is let in or sent away.

use super::ask::{error, id, ids, limited, link, unknown};
use super::listening::Socket;
use super::shapes::{has, instant};
use chrono::TimeDelta;
use hearth_core::accounts::suspend::suspend;
use hearth_testkit::{Answer, Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const LIST: &str = "/api/v1/notifications";
const POLICY: &str = "/api/v2/notifications/policy";
const REQUESTS: &str = "/api/v1/notifications/requests";
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
async fn write(hearth: &TestHearth, from: &Person, text: &str) -> Value {
    let told = from.tell_to("direct", text).await;
    hearth.settle().await;
    told
}

async fn act(person: &Person, path: &str) -> Answer {
    person.ask(Method::POST, path, None).await
}

fn pending(policy: &Value) -> (u64, u64) {
    let number = |name: &str| policy["summary"][name].as_u64().unwrap();
    (number("pending_requests_count"), number("pending_notifications_count"))
}

/// How many there are in the list, and how many with what is kept aside.
async fn seen(person: &Person) -> (usize, usize) {
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
async fn a_letter_of_a_stranger_waits() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let mut socket =
        Socket::of(&ada, &[json!({"stream": "user"}), json!({"stream": "user:notification"})]).await;
    write(&hearth, &ben, "@ada Do you know me?").await;
    let last = write(&hearth, &ben, "@ada I read you").await;
    assert_eq!(seen(&ada).await, (0, 2));
    assert_eq!(ada.get("/api/v2/notifications").await["notification_groups"], json!([]));
    assert_eq!(ada.get("/api/v1/notifications/unread_count").await, json!({"count": 0}));
    assert_eq!(ada.get("/api/v2/notifications/unread_count").await, json!({"count": 0}));
    assert_eq!(
        ada.get("/api/v1/notifications/unread_count?include_filtered=true").await,
        json!({"count": 2})
    );
    let groups = ada.get("/api/v2/notifications?include_filtered=true").await;
    assert_eq!(groups["notification_groups"].as_array().unwrap().len(), 2);
    let key = groups["notification_groups"][0]["group_key"].as_str().unwrap();
    ada.get(&format!("/api/v2/notifications/{key}")).await;
    let his = ada.get(&format!("{LIST}?account_id={}", ben.account.id)).await;
    assert_eq!(ids(&his).len(), 2);
    assert_eq!(ada.get(&format!("{LIST}/{}", id(&his[0]))).await, his[0]);

    let list = ada.get(REQUESTS).await;
    let one = &list[0];
    assert_eq!(ids(&list).len(), 1, "{list}");
    has(one, &["id", "created_at", "updated_at", "account", "notifications_count", "last_status"]);
    instant(&one["created_at"]);
    instant(&one["updated_at"]);
    assert_eq!(
        (&one["account"]["id"], &one["notifications_count"]),
        (&json!(ben.account.id.to_string()), &json!("2"))
    );
    assert_eq!(one["last_status"]["id"], last["id"]);
    assert_eq!(&ada.get(&format!("{REQUESTS}/{}", id(one))).await, one);
    assert_eq!(pending(&ada.get(POLICY).await), (1, 2));
    // Nobody clears away what they have not seen.
    act(&ada, &format!("{LIST}/clear")).await.is(200);
    assert_eq!((seen(&ada).await, ids(&ada.get(REQUESTS).await).len()), ((0, 2), 1));

    // The first thing that the socket hears of is somebody whom she follows.
    let cleo = hearth.person("cleo").await;
    ada.follow("cleo").await;
    hearth.settle().await;
    let told = write(&hearth, &cleo, "@ada Hello").await;
    for _ in 0..3 {
        let (event, payload) = socket.event().await;
        assert!(matches!(event.as_str(), "notification" | "update"), "{event}");
        let status = if event == "update" { &payload } else { &payload["status"] };
        assert_eq!(status["id"], told["id"]);
    }
    assert_eq!(ada.notified().await, ["mention"]);
}

#[tokio::test]
async fn whoever_is_let_in_stays_in() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    write(&hearth, &ben, "@ada Do you know me?").await;
    let mut socket = Socket::of(&ada, &[json!({"stream": "user:notification"})]).await;
    let one = ada.get(REQUESTS).await[0].clone();
    let accept = format!("{REQUESTS}/{}/accept", id(&one));
    error(&act(&ben, &accept).await, 404, "Record not found");
    assert_eq!(seen(&ada).await, (0, 1));
    assert_eq!(act(&ada, &accept).await.ok(), json!({}));
    assert_eq!(socket.event().await, ("notifications_merged".to_owned(), json!(1)));
    assert_eq!(ada.get(&format!("{REQUESTS}/merged")).await, json!({"merged": true}));
    assert_eq!((seen(&ada).await, ada.get(REQUESTS).await), ((1, 1), json!([])));
    assert_eq!(pending(&ada.get(POLICY).await), (0, 0));
    error(&act(&ada, &accept).await, 404, "Record not found");
    write(&hearth, &ben, "@ada I am glad").await;
    assert_eq!(seen(&ada).await, (2, 2));
    assert_eq!(socket.event().await.0, "notification");
    // What one person lets in, another does not.
    let cleo = hearth.person("cleo").await;
    write(&hearth, &ben, "@cleo Do you know me?").await;
    assert_eq!(seen(&cleo).await, (0, 1));
}

#[tokio::test]
async fn whoever_is_sent_away_asks_anew() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    write(&hearth, &ben, "@ada Do you know me?").await;
    let one = ada.get(REQUESTS).await[0].clone();
    let dismiss = format!("{REQUESTS}/{}/dismiss", id(&one));
    error(&act(&ben, &dismiss).await, 404, "Record not found");
    assert_eq!(act(&ada, &dismiss).await.ok(), json!({}));
    assert_eq!((seen(&ada).await, ada.get(REQUESTS).await), ((0, 0), json!([])));
    error(&act(&ada, &dismiss).await, 404, "Record not found");
    error(&ada.ask(Method::GET, &format!("{REQUESTS}/{}", id(&one)), None).await, 404, "Record not found");
    write(&hearth, &ben, "@ada I ask again").await;
    let again = ada.get(REQUESTS).await;
    assert_eq!(again[0]["notifications_count"], "1");
    assert_ne!(again[0]["id"], one["id"]);
}

#[tokio::test]
async fn several_are_let_in_and_sent_away_at_once() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let mut people = Vec::new();
    for name in ["ben", "cleo", "dora", "eli"] {
        let person = hearth.person(name).await;
        write(&hearth, &person, "@ada Do you know me?").await;
        people.push(person);
    }
    let all = ada.get(REQUESTS).await;
    assert_eq!(ids(&all).len(), 4);
    // Page by page.
    let first = ada.ask(Method::GET, &format!("{REQUESTS}?limit=3"), None).await;
    let second = ada.ask(Method::GET, &link(&first, "next", &hearth.base).unwrap(), None).await;
    assert_eq!(ids(&second.json), ids(&all)[3..]);
    let prev = link(&second, "prev", &hearth.base).unwrap();
    assert!(prev.contains("min_id="), "{prev}");
    assert_eq!(ada.get(&prev).await, first.json);
    let two = |from: usize| json!({"id": &ids(&all)[from..from + 2]});
    // Nobody decides for another.
    for act in ["accept", "dismiss"] {
        people[0].post(&format!("{REQUESTS}/{act}"), two(0)).await;
    }
    assert_eq!(ids(&ada.get(REQUESTS).await).len(), 4);
    assert_eq!(ada.post(&format!("{REQUESTS}/accept"), two(0)).await, json!({}));
    assert_eq!(seen(&ada).await, (2, 4));
    let form = format!("{REQUESTS}/dismiss?id[]={}&id[]={}", ids(&all)[2], ids(&all)[3]);
    assert_eq!(act(&ada, &form).await.ok(), json!({}));
    assert_eq!((seen(&ada).await, ada.get(REQUESTS).await), ((2, 2), json!([])));
    assert_eq!(act(&ada, &format!("{REQUESTS}/accept?id[]=1")).await.ok(), json!({}), "what is not there");
    assert_eq!(act(&ada, &format!("{REQUESTS}/dismiss")).await.ok(), json!({}));
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

#[tokio::test]
async fn requests_are_of_those_one_hears_of() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo, dora) = (
        hearth.person("ada").await,
        hearth.person("ben").await,
        hearth.person("cleo").await,
        hearth.person("dora").await,
    );
    let mut letters = Vec::new();
    for person in [&ben, &cleo, &dora] {
        letters.push(write(&hearth, person, "@ada Do you know me?").await);
    }
    let all = ada.get(REQUESTS).await;
    assert_eq!(ids(&all).len(), 3);
    // A letter that was taken back leaves nothing to let in.
    dora.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&letters[2])), None).await.is(200);
    hearth.settle().await;
    assert_eq!(ids(&ada.get(REQUESTS).await), ids(&all)[1..]);
    act(&ada, &format!("/api/v1/accounts/{}/mute", cleo.account.id)).await.is(200);
    assert_eq!(ids(&ada.get(REQUESTS).await), ids(&all)[2..]);
    error(
        &ada.ask(Method::GET, &format!("{REQUESTS}/{}", ids(&all)[1]), None).await,
        404,
        "Record not found",
    );
    error(&act(&ada, &format!("{REQUESTS}/{}/accept", ids(&all)[1])).await, 404, "Record not found");
    assert_eq!(pending(&ada.get(POLICY).await), (1, 1));
    act(&ada, &format!("/api/v1/accounts/{}/unmute", cleo.account.id)).await.is(200);
    assert_eq!(ids(&ada.get(REQUESTS).await), ids(&all)[1..]);
    suspend(&hearth.core, &cleo.account).await.unwrap();
    hearth.settle().await;
    assert_eq!(ids(&ada.get(REQUESTS).await), ids(&all)[2..]);
    // A block ends what was permitted.
    act(&ada, &format!("{REQUESTS}/{}/accept", ids(&all)[2])).await.is(200);
    act(&ada, &format!("/api/v1/accounts/{}/block", ben.account.id)).await.is(200);
    act(&ada, &format!("/api/v1/accounts/{}/unblock", ben.account.id)).await.is(200);
    hearth.settle().await;
    write(&hearth, &ben, "@ada And now?").await;
    assert_eq!((seen(&ada).await, ids(&ada.get(REQUESTS).await).len()), ((0, 1), 1));
}

#[tokio::test]
async fn who_may_ask() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    write(&hearth, &ben, "@ada Do you know me?").await;
    let one = id(&ada.get(REQUESTS).await[0]).to_owned();
    let reading = [
        POLICY,
        "/api/v1/notifications/policy",
        REQUESTS,
        &format!("{REQUESTS}/{one}"),
        &format!("{REQUESTS}/merged"),
    ]
    .map(|path| (Method::GET, path.to_owned()));
    let writing = [
        (Method::PATCH, POLICY.to_owned()),
        (Method::PATCH, "/api/v1/notifications/policy".to_owned()),
        (Method::POST, format!("{REQUESTS}/{one}/accept")),
        (Method::POST, format!("{REQUESTS}/{one}/dismiss")),
        (Method::POST, format!("{REQUESTS}/accept?id[]={one}")),
        (Method::POST, format!("{REQUESTS}/dismiss?id[]={one}")),
    ];
    let (reads, writes) = (
        limited(&hearth, &ada, "read:notifications").await,
        limited(&hearth, &ada, "write:notifications").await,
    );
    for (less, asked) in [(&writes, &reading[..]), (&reads, &writing[..])] {
        for (method, path) in asked {
            unknown(&hearth, method.clone(), path).await.is(401);
            let answer = less.ask(method.clone(), path, None).await;
            error(&answer, 403, "This action is outside the authorized scopes");
        }
    }
    assert_eq!((seen(&ada).await, ids(&ada.get(REQUESTS).await).len()), ((0, 1), 1));
    for (method, path) in reading {
        reads.ask(method, &path, None).await.is(200);
    }
    writes.ask(Method::POST, &format!("{REQUESTS}/{one}/accept"), None).await.is(200);
    for path in [format!("{REQUESTS}/1"), format!("{REQUESTS}/word")] {
        error(&ada.ask(Method::GET, &path, None).await, 404, "Record not found");
    }
}
