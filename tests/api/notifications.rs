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
