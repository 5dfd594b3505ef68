//! Notifications: kinds, filters, clearing away.

use super::ask::{error, id, ids};
use super::shapes::{has, instant};
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/notifications";

async fn kinds(person: &Person, query: &str) -> Vec<String> {
    let list = person.get(&format!("{PATH}{query}")).await;
    let mut kinds: Vec<_> =
        list.as_array().unwrap().iter().map(|one| one["type"].as_str().unwrap().to_owned()).collect();
    kinds.sort_unstable();
    kinds
}

/// Ben follows ada, likes and boosts what she told, and answers it.
async fn met(hearth: &TestHearth) -> (Person, Person, Value) {
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Once").await;
    ben.follow("ada").await;
    for act in ["favourite", "reblog"] {
        ben.post(&format!("/api/v1/statuses/{}/{act}", id(&told)), json!({})).await;
    }
    ben.reply(id(&told), "And then?").await;
    hearth.settle().await;
    (ada, ben, told)
}

#[tokio::test]
async fn what_happened_is_told_once_with_what_it_is_about() {
    let hearth = TestHearth::start().await;
    let (ada, ben, told) = met(&hearth).await;
    let list = ada.get(PATH).await;
    assert_eq!(list.as_array().unwrap().len(), 4, "{list}");
    for one in list.as_array().unwrap() {
        has(one, &["id", "type", "created_at", "account", "group_key"]);
        instant(&one["created_at"]);
        assert_eq!(one["account"]["id"], ben.account.id.to_string());
        match one["type"].as_str().unwrap() {
            "follow" => assert!(one.get("status").is_none_or(Value::is_null)),
            "mention" => assert_eq!(one["status"]["in_reply_to_id"], told["id"]),
            "favourite" | "reblog" => assert_eq!(one["status"]["id"], told["id"]),
            other => panic!("{other}"),
        }
    }
    assert_eq!(ben.get(PATH).await, json!([]));
    let one = &list[0];
    assert_eq!(&ada.get(&format!("{PATH}/{}", id(one))).await, one);
    error(&ben.ask(Method::GET, &format!("{PATH}/{}", id(one)), None).await, 404, "Record not found");
}

#[tokio::test]
async fn kinds_are_chosen_and_left_out() {
    let hearth = TestHearth::start().await;
    let (ada, ben, _) = met(&hearth).await;
    assert_eq!(kinds(&ada, "").await, ["favourite", "follow", "mention", "reblog"]);
    assert_eq!(kinds(&ada, "?types[]=mention&types[]=reblog").await, ["mention", "reblog"]);
    assert_eq!(kinds(&ada, "?types=mention").await, ["mention"]);
    assert_eq!(kinds(&ada, "?exclude_types[]=mention&exclude_types[]=follow").await, ["favourite", "reblog"]);
    assert_eq!(kinds(&ada, "?types[]=poll").await, Vec::<String>::new());
    assert_eq!(kinds(&ada, "?types[]=poll&types[]=follow").await, ["follow"]);
    assert_eq!(kinds(&ada, &format!("?account_id={}", ben.account.id)).await.len(), 4);
    assert_eq!(kinds(&ada, &format!("?account_id={}", ada.account.id)).await.len(), 0);
}

#[tokio::test]
async fn pages_of_notifications_lead_on() {
    let hearth = TestHearth::start().await;
    let (ada, ..) = met(&hearth).await;
    let first = ada.ask(Method::GET, &format!("{PATH}?limit=3"), None).await;
    let next = super::ask::link(&first, "next", &hearth.base).unwrap();
    let second = ada.ask(Method::GET, &next, None).await;
    assert_eq!((ids(&first.json).len(), ids(&second.json).len()), (3, 1));
    let prev = super::ask::link(&second, "prev", &hearth.base).unwrap();
    assert!(prev.contains("min_id="), "{prev}");
    assert_eq!(ada.get(&prev).await, first.json);
}

#[tokio::test]
async fn what_was_read_is_cleared_away() {
    let hearth = TestHearth::start().await;
    let (ada, ben, _) = met(&hearth).await;
    let list = ada.get(PATH).await;
    let path = format!("{PATH}/{}/dismiss", id(&list[0]));
    // Nobody clears what is another's.
    ben.ask(Method::POST, &path, None).await;
    ben.ask(Method::POST, &format!("{PATH}/clear"), None).await.is(200);
    assert_eq!(ids(&ada.get(PATH).await).len(), 4);
    assert_eq!(ada.post(&path, json!({})).await, json!({}));
    assert_eq!(ids(&ada.get(PATH).await), ids(&list)[1..]);
    assert_eq!(ada.post(&format!("{PATH}/clear"), json!({})).await, json!({}));
    assert_eq!(ada.get(PATH).await, json!([]));
}

#[tokio::test]
async fn what_belongs_together_comes_together() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let cleo = hearth.person("cleo").await;
    let told = ada.tell("Once").await;
    for other in [&ben, &cleo] {
        other.post(&format!("/api/v1/statuses/{}/favourite", id(&told)), json!({})).await;
    }
    ben.reply(id(&told), "@ada I know that").await;
    hearth.settle().await;
    let answer = ada.ask(Method::GET, "/api/v2/notifications", None).await;
    answer.is(200);
    let (groups, statuses) = (&answer.json["notification_groups"], &answer.json["statuses"]);
    assert_eq!((groups.as_array().unwrap().len(), statuses.as_array().unwrap().len()), (2, 2));
    let likes = &groups.as_array().unwrap().iter().find(|group| group["type"] == "favourite").unwrap();
    assert_eq!((&likes["notifications_count"], &likes["status_id"]), (&json!(2), &told["id"]));
    assert_eq!(likes["sample_account_ids"].as_array().unwrap().len(), 2);
    assert!(answer.headers.get("link").is_some());
    // Each group by its name, and whoever is in it.
    let path = format!("/api/v2/notifications/{}", likes["group_key"].as_str().unwrap());
    let alone = ada.get(&path).await;
    assert_eq!(alone["notification_groups"][0]["notifications_count"], 2);
    assert_eq!(ada.get(&format!("{path}/accounts")).await.as_array().unwrap().len(), 2);
    error(&ben.ask(Method::GET, &path, None).await, 404, "Record not found");
    let partial = ada.get("/api/v2/notifications?expand_accounts=partial_avatars").await;
    let everybody =
        partial["accounts"].as_array().unwrap().len() + partial["partial_accounts"].as_array().unwrap().len();
    assert_eq!(everybody, 2);
    // An app that knows no groups of likes has them one by one.
    let apart = ada.get("/api/v2/notifications?grouped_types[]=reblog").await;
    assert_eq!(apart["notification_groups"].as_array().unwrap().len(), 3);
    let only = ada.get("/api/v2/notifications?types[]=mention").await;
    assert_eq!(only["notification_groups"].as_array().unwrap().len(), 1);
    let first = ada.ask(Method::GET, "/api/v2/notifications?limit=1", None).await;
    let next = super::ask::link(&first, "next", &hearth.base).unwrap();
    let (one, other) = (&first.json["notification_groups"][0], ada.get(&next).await);
    assert_ne!(one["group_key"], other["notification_groups"][0]["group_key"]);
    // What is new since the marker is counted, alone and in groups.
    assert_eq!(ada.get("/api/v1/notifications/unread_count").await, json!({"count": 3}));
    assert_eq!(ada.get("/api/v2/notifications/unread_count").await, json!({"count": 2}));
    let newest = ada.get("/api/v1/notifications").await;
    ada.post("/api/v1/markers", json!({"notifications": {"last_read_id": newest[0]["id"]}})).await;
    assert_eq!(ada.get("/api/v1/notifications/unread_count").await, json!({"count": 0}));
    ada.post(&format!("{path}/dismiss"), json!({})).await;
    assert_eq!(ada.get("/api/v1/notifications").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn pages_of_groups_that_lie_over_each_other_lead_on() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let told = ada.tell("Once").await;
    let like = format!("/api/v1/statuses/{}/favourite", id(&told));
    // An answer between two likes.
    ben.post(&like, json!({})).await;
    hearth.settle().await;
    ben.reply(id(&told), "@ada I know that").await;
    hearth.settle().await;
    cleo.post(&like, json!({})).await;
    hearth.settle().await;
    let mut path = "/api/v2/notifications?limit=1".to_owned();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let page = ada.ask(Method::GET, &path, None).await;
        seen.push(page.json["notification_groups"][0]["type"].as_str().unwrap().to_owned());
        path = super::ask::link(&page, "next", &hearth.base).unwrap();
    }
    assert_eq!(seen, ["favourite", "mention", "favourite"]);
    assert_eq!(ada.get(&path).await["notification_groups"], json!([]));
    // Two groups at a time: the likes on both sides of the answer are one, and nothing is left for a next page.
    let two = ada.ask(Method::GET, "/api/v2/notifications?limit=2", None).await;
    assert_eq!(two.json["notification_groups"][0]["notifications_count"], 2);
    let next = super::ask::link(&two, "next", &hearth.base).unwrap();
    assert_eq!(ada.get(&next).await["notification_groups"], json!([]));
}
