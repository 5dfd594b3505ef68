//! Likes, boosts and pins, and taking them back.

use super::ask::{error, id, ids, unknown};
use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_like_is_seen_by_the_one_who_likes() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Once").await;
    let path = format!("/api/v1/statuses/{}", id(&told));
    assert_eq!(told["favourited"], false);
    for _ in 0..2 {
        assert_eq!(ben.post(&format!("{path}/favourite"), json!({})).await["favourited"], true);
    }
    assert_eq!(ada.get(&path).await["favourited"], false);
    // Nobody is counted; the author may know who.
    assert_eq!(ada.get(&path).await["favourites_count"], 0);
    assert_eq!(ids(&ada.get(&format!("{path}/favourited_by")).await), [ben.account.id.to_string()]);
    let others = unknown(&hearth, Method::GET, &format!("{path}/favourited_by")).await;
    assert!(others.status.is_client_error() || others.json == json!([]), "{}", others.text);
    for _ in 0..2 {
        assert_eq!(ben.post(&format!("{path}/unfavourite"), json!({})).await["favourited"], false);
    }
}

#[tokio::test]
async fn a_boost_wraps_the_story() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Once").await;
    let path = format!("/api/v1/statuses/{}", id(&told));
    let boost = ben.post(&format!("{path}/reblog"), json!({})).await;
    assert_ne!(boost["id"], told["id"]);
    assert_eq!(boost["reblogged"], true);
    assert_eq!(boost["account"]["acct"], "ben");
    assert_eq!((&boost["reblog"]["id"], &boost["reblog"]["reblogged"]), (&told["id"], &json!(true)));
    assert!(boost["reblog"]["reblog"].is_null());
    assert_eq!(boost["reblog"]["content"], "<p>Once</p>");
    assert_eq!(boost["reblog"]["reblogs_count"], 0);
    // Again: the same one. By its own id it can be shown, liked, and passed on no further than the story.
    assert_eq!(ben.post(&format!("{path}/reblog"), json!({})).await["id"], boost["id"]);
    assert_eq!(ben.get(&format!("/api/v1/statuses/{}", id(&boost))).await["reblog"]["id"], told["id"]);
    let liked = ada.post(&format!("/api/v1/statuses/{}/favourite", id(&boost)), json!({})).await;
    assert_eq!(liked["id"], told["id"]);
    let back = ben.post(&format!("{path}/unreblog"), json!({})).await;
    assert_eq!(back["id"], told["id"]);
    assert_eq!((&back["reblogged"], &back["reblog"]), (&json!(false), &json!(null)));
    error(
        &ben.ask(Method::GET, &format!("/api/v1/statuses/{}", id(&boost)), None).await,
        404,
        "Record not found",
    );
}

#[tokio::test]
async fn an_undone_boost_by_its_own_id_answers_the_story() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Once").await;
    let boost = ben.post(&format!("/api/v1/statuses/{}/reblog", id(&told)), json!({})).await;
    let back = ben.post(&format!("/api/v1/statuses/{}/unreblog", id(&boost)), json!({})).await;
    assert_eq!((&back["id"], &back["reblogged"]), (&told["id"], &json!(false)));
    // Some apps delete the wrapper instead.
    let boost = ben.post(&format!("/api/v1/statuses/{}/reblog", id(&told)), json!({})).await;
    let deleted = ben.ask(Method::DELETE, &format!("/api/v1/statuses/{}", id(&boost)), None).await;
    deleted.is(200);
    assert_eq!(ben.get(&format!("/api/v1/statuses/{}", id(&told))).await["reblogged"], false);
    assert_eq!(ada.get(&format!("/api/v1/statuses/{}", id(&told))).await["content"], "<p>Once</p>");
}

#[tokio::test]
async fn what_is_not_for_everyone_is_not_passed_on() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell_to("direct", "Only @ben").await;
    let answer = ben.ask(Method::POST, &format!("/api/v1/statuses/{}/reblog", id(&told)), None).await;
    assert!(answer.status.is_client_error() && answer.json["error"].is_string(), "{}", answer.text);
    assert_eq!(hearth.database.count("boosts").await, 0);
}

#[tokio::test]
async fn a_pinned_story_stands_on_the_profile() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("The best").await;
    let quiet = ada.tell_to("private", "Quiet").await;
    let path = format!("/api/v1/statuses/{}", id(&told));
    assert_eq!(ada.post(&format!("{path}/pin"), json!({})).await["pinned"], true);
    let pinned = format!("/api/v1/accounts/{}/statuses?pinned=true", ada.account.id);
    assert_eq!(ids(&unknown(&hearth, Method::GET, &pinned).await.ok()), [id(&told)]);
    let other = ben.ask(Method::POST, &format!("{path}/pin"), None).await;
    error(&other, 422, "Validation failed: Someone else's post cannot be pinned");
    ada.ask(Method::POST, &format!("/api/v1/statuses/{}/pin", id(&quiet)), None).await.is(422);
    assert_eq!(ada.post(&format!("{path}/unpin"), json!({})).await["pinned"], false);
    assert_eq!(ada.get(&pinned).await, json!([]));
}
