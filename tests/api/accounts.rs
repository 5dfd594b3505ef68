//! Accounts and how members stand to them.

use super::ask::{error, ids, unknown};
use super::shapes::has;
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const RELATIONSHIP: [&str; 16] = [
    "id",
    "following",
    "showing_reblogs",
    "notifying",
    "languages",
    "followed_by",
    "blocking",
    "blocked_by",
    "muting",
    "muting_notifications",
    "muting_expires_at",
    "requested",
    "requested_by",
    "domain_blocking",
    "endorsed",
    "note",
];

async fn act(person: &Person, other: &Person, act: &str) -> Value {
    person.post(&format!("/api/v1/accounts/{}/{act}", other.account.id), json!({})).await
}

async fn stands(person: &Person, other: &Person) -> Value {
    person.get(&format!("/api/v1/accounts/relationships?id={}", other.account.id)).await[0].clone()
}

#[tokio::test]
async fn a_handle_leads_to_its_account() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let id = ada.account.id.to_string();
    for acct in ["ada", "@ada", "ADA", &format!("ada@{}", hearth.domain), &format!("@Ada@{}", hearth.domain)]
    {
        let path = format!("/api/v1/accounts/lookup?acct={}", acct.replace('@', "%40"));
        let found = unknown(&hearth, Method::GET, &path).await.ok();
        assert_eq!((&found["id"], &found["acct"]), (&json!(id), &json!("ada")), "{acct}");
    }
    for acct in ["nobody", "ada@other.example", "", "%20", "ada@@x"] {
        let path = format!("/api/v1/accounts/lookup?acct={acct}");
        error(&unknown(&hearth, Method::GET, &path).await, 404, "Record not found");
    }
    let bulk = unknown(&hearth, Method::GET, &format!("/api/v1/accounts?id[]={id}&id[]=12")).await.ok();
    assert_eq!(ids(&bulk), [id]);
}

#[tokio::test]
async fn relationships_are_asked_for_in_any_way() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let (b, c) = (ben.account.id.to_string(), cleo.account.id.to_string());
    let path = "/api/v1/accounts/relationships";
    for query in
        [format!("id[]={b}&id[]={c}"), format!("id[]={b}&id[]={c}&id[]=12"), format!("id[0]={b}&id[1]={c}")]
    {
        let list = ada.get(&format!("{path}?{query}")).await;
        let mut found = ids(&list);
        found.sort_unstable();
        assert_eq!(found, [b.as_str(), c.as_str()], "{query}");
        has(&list[0], &RELATIONSHIP);
    }
    assert_eq!(ids(&ada.get(&format!("{path}?id={b}")).await), [b]);
    assert_eq!(ada.get(path).await, json!([]));
}

#[tokio::test]
async fn a_follow_is_made_and_ended() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let made = act(&ada, &ben, "follow").await;
    has(&made, &RELATIONSHIP);
    assert_eq!((&made["following"], &made["requested"]), (&json!(true), &json!(false)));
    assert_eq!(made["showing_reblogs"], true);
    assert_eq!(stands(&ben, &ada).await["followed_by"], true);
    let path = format!("/api/v1/accounts/{}/follow", ben.account.id);
    let changed = ada.post(&path, json!({"reblogs": false, "notify": "true"})).await;
    assert_eq!((&changed["showing_reblogs"], &changed["notifying"]), (&json!(false), &json!(true)));
    // One's own lists are shown to oneself alone.
    let own = format!("/api/v1/accounts/{}/following", ada.account.id);
    assert_eq!(ids(&ada.get(&own).await), [ben.account.id.to_string()]);
    assert_eq!(ben.get(&own).await, json!([]));
    let followers = format!("/api/v1/accounts/{}/followers", ben.account.id);
    let list = ben.ask(Method::GET, &followers, None).await;
    assert!(list.headers["link"].to_str().unwrap().contains("since_id="));
    assert_eq!(ids(&list.json), [ada.account.id.to_string()]);
    assert_eq!(unknown(&hearth, Method::GET, &followers).await.ok(), json!([]));
    assert_eq!(act(&ada, &ben, "unfollow").await["following"], false);
    assert_eq!(act(&ada, &ben, "unfollow").await["following"], false);
    act(&ada, &ben, "follow").await;
    assert_eq!(act(&ben, &ada, "remove_from_followers").await["followed_by"], false);
    assert_eq!(stands(&ada, &ben).await["following"], false);
    ada.ask(Method::POST, &format!("/api/v1/accounts/{}/follow", ada.account.id), None).await.is(422);
    let nobody = ada.ask(Method::POST, "/api/v1/accounts/12/follow", None).await;
    error(&nobody, 404, "Record not found");
}

#[tokio::test]
async fn a_locked_account_is_asked() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    let lock = json!({"locked": true});
    ben.ask(Method::PATCH, "/api/v1/accounts/update_credentials", Some(lock)).await.is(200);
    for person in [&ada, &cleo] {
        let asked = act(person, &ben, "follow").await;
        assert_eq!((&asked["following"], &asked["requested"]), (&json!(false), &json!(true)));
    }
    hearth.settle().await;
    assert_eq!(ben.notified().await, ["follow_request", "follow_request"]);
    assert_eq!(ids(&ben.get("/api/v1/follow_requests").await).len(), 2);
    let own = ben.get("/api/v1/accounts/verify_credentials").await;
    assert!(own["source"]["follow_requests_count"].is_u64());
    let told = ben.tell_to("private", "For those who follow").await;
    let story = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    ada.ask(Method::GET, &story, None).await.is(404);
    let answer = ben.post(&format!("/api/v1/follow_requests/{}/authorize", ada.account.id), json!({})).await;
    assert_eq!(answer["followed_by"], true);
    let answer = ben.post(&format!("/api/v1/follow_requests/{}/reject", cleo.account.id), json!({})).await;
    assert_eq!((&answer["followed_by"], &answer["requested_by"]), (&json!(false), &json!(false)));
    assert_eq!(ben.get("/api/v1/follow_requests").await, json!([]));
    assert_eq!(stands(&ada, &ben).await["following"], true);
    assert_eq!(stands(&cleo, &ben).await["requested"], false);
    ada.ask(Method::GET, &story, None).await.is(200);
    cleo.ask(Method::GET, &story, None).await.is(404);
}

#[tokio::test]
async fn a_block_parts_two_people() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    act(&ada, &ben, "follow").await;
    act(&ben, &ada, "follow").await;
    let told = ada.tell("Once").await;
    let block = act(&ada, &ben, "block").await;
    assert_eq!(
        (&block["blocking"], &block["following"], &block["followed_by"]),
        (&json!(true), &json!(false), &json!(false))
    );
    assert_eq!(ids(&ada.get("/api/v1/blocks").await), [ben.account.id.to_string()]);
    let path = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    error(&ben.ask(Method::GET, &path, None).await, 404, "Record not found");
    let body = json!({"status": "But!", "in_reply_to_id": told["id"]});
    ben.ask(Method::POST, "/api/v1/statuses", Some(body)).await.is(404);
    ben.ask(Method::POST, &format!("/api/v1/accounts/{}/follow", ada.account.id), None).await.is(403);
    assert_eq!(act(&ada, &ben, "unblock").await["blocking"], false);
    ben.ask(Method::GET, &path, None).await.is(200);
    assert_eq!(ada.get("/api/v1/blocks").await, json!([]));
}

#[tokio::test]
async fn a_mute_is_silent_and_may_end_by_itself() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    act(&ada, &ben, "follow").await;
    let path = format!("/api/v1/accounts/{}/mute", ben.account.id);
    let mute = ada.post(&path, json!({"notifications": false, "duration": "60"})).await;
    assert_eq!((&mute["muting"], &mute["muting_notifications"]), (&json!(true), &json!(false)));
    super::shapes::instant(&mute["muting_expires_at"]);
    assert_eq!(ids(&ada.get("/api/v1/mutes").await), [ben.account.id.to_string()]);
    assert_eq!(stands(&ben, &ada).await["muting"], false);
    ben.tell("Loud").await;
    hearth.settle().await;
    assert_eq!(ada.home().await, Vec::<String>::new());
    hearth.step(chrono::TimeDelta::seconds(61)).await;
    assert_eq!(stands(&ada, &ben).await["muting"], false);
    assert_eq!(ada.get("/api/v1/mutes").await, json!([]));
    assert_eq!(act(&ada, &ben, "mute").await["muting_notifications"], true);
    assert_eq!(act(&ada, &ben, "unmute").await["muting"], false);
}

#[tokio::test]
async fn a_host_is_blocked_by_body_or_query() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let path = "/api/v1/domain_blocks";
    assert_eq!(ada.post(path, json!({"domain": "Other.Example"})).await, json!({}));
    assert_eq!(ada.get(path).await, json!(["other.example"]));
    let kind = "application/x-www-form-urlencoded";
    super::ask::sent(&ada, Method::DELETE, path, kind, "domain=other.example").await.is(200);
    assert_eq!(ada.get(path).await, json!([]));
    ada.ask(Method::POST, "/api/v1/domain_blocks?domain=other.example", None).await.is(200);
    ada.ask(Method::DELETE, "/api/v1/domain_blocks?domain=other.example", None).await.is(200);
    assert_eq!(ada.get(path).await, json!([]));
}

#[tokio::test]
async fn a_suspended_account_is_gone_from_sight() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ben.tell("Once").await;
    hearth_core::accounts::suspend::suspend(&hearth.core, &ben.account).await.unwrap();
    let path = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    error(&ada.ask(Method::GET, &path, None).await, 404, "Record not found");
    let own = ben.ask(Method::GET, "/api/v1/accounts/verify_credentials", None).await;
    assert!(own.status.is_client_error() && own.json["error"].is_string(), "{}", own.text);
    let account = ada.ask(Method::GET, &format!("/api/v1/accounts/{}", ben.account.id), None).await;
    assert!(account.status == 404 || account.json["suspended"] == true, "{}", account.text);
}
