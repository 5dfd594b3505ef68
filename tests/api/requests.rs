//! Requests: what is kept aside of strangers, where it does not show, and how it is let in or sent away.

use super::ask::{error, id, ids, limited, link, unknown};
use super::listening::Socket;
use super::policy::{LIST, POLICY, REQUESTS, act, seen, write};
use super::shapes::{has, instant};
use hearth_core::accounts::suspend::suspend;
use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::{Value, json};

fn pending(policy: &Value) -> (u64, u64) {
    let number = |name: &str| policy["summary"][name].as_u64().unwrap();
    (number("pending_requests_count"), number("pending_notifications_count"))
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
