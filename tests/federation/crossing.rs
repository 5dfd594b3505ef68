//! A story crosses between two Hearths, over real HTTP and through the doors that apps use.

use hearth_testkit::{TestHearth, settle};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_story_its_reply_its_edit_and_its_deletion_cross() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ada.follow(&ben.handle).await;
    settle(&[&one, &two]).await;
    assert_eq!(ben.notified().await, ["follow"]);

    let story = ben.tell("The lighthouse in winter").await;
    settle(&[&one, &two]).await;
    assert_eq!(ada.home().await, ["The lighthouse in winter"]);

    let here = ada.status_id(story["uri"].as_str().unwrap()).await;
    // Two servers number what they tell by the time and a little chance: within one millisecond the order is open.
    one.clock.step(chrono::TimeDelta::seconds(1));
    ada.reply(&here, &format!("@{} I grew up next to it", ben.handle)).await;
    settle(&[&one, &two]).await;
    let there = story["id"].as_str().unwrap();
    assert_eq!(ben.notified().await, ["mention", "follow"]);
    assert_eq!(ben.answers(there).await, ["@ben I grew up next to it"]);
    assert_eq!(ada.answers(&here).await, ["@ben I grew up next to it"]);

    one.clock.step(chrono::TimeDelta::minutes(1));
    let edit = json!({"status": "The lighthouse in spring"});
    ben.ask(Method::PUT, &format!("/api/v1/statuses/{there}"), Some(edit)).await.ok();
    settle(&[&one, &two]).await;
    assert_eq!(ada.home().await.last().unwrap(), "The lighthouse in spring");
    let versions = ada.get(&format!("/api/v1/statuses/{here}/history")).await;
    assert_eq!(versions.as_array().unwrap().len(), 2);

    ben.ask(Method::DELETE, &format!("/api/v1/statuses/{there}"), None).await.ok();
    settle(&[&one, &two]).await;
    ada.ask(Method::GET, &format!("/api/v1/statuses/{here}"), None).await.is(404);
    ben.ask(Method::GET, &format!("/api/v1/statuses/{there}"), None).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_within_a_second_keeps_its_order_elsewhere() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ada.follow(&ben.handle).await;
    settle(&[&one, &two]).await;
    let words: Vec<String> = (0..12).map(|number| format!("Step {number}")).collect();
    for text in &words {
        two.clock.step(chrono::TimeDelta::milliseconds(7));
        ben.tell(text).await;
    }
    one.clock.step(chrono::TimeDelta::seconds(1));
    settle(&[&one, &two]).await;
    let newest_first: Vec<String> = words.into_iter().rev().collect();
    assert_eq!(ada.home().await, newest_first);
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_and_boosts_cross_and_can_be_taken_back() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    let cleo = two.person("cleo").await;
    ada.follow(&ben.handle).await;
    cleo.follow(&ada.handle).await;
    settle(&[&one, &two]).await;
    let story = ben.tell("A small step").await;
    settle(&[&one, &two]).await;
    let here = ada.status_id(story["uri"].as_str().unwrap()).await;

    ada.post(&format!("/api/v1/statuses/{here}/favourite"), json!({})).await;
    ada.post(&format!("/api/v1/statuses/{here}/reblog"), json!({})).await;
    settle(&[&one, &two]).await;
    let mut kinds = ben.notified().await;
    kinds.sort();
    assert_eq!(kinds, ["favourite", "follow", "reblog"]);
    assert_eq!(cleo.home().await, ["A small step"], "a boost reaches the booster's followers");

    ada.post(&format!("/api/v1/statuses/{here}/unfavourite"), json!({})).await;
    ada.post(&format!("/api/v1/statuses/{here}/unreblog"), json!({})).await;
    settle(&[&one, &two]).await;
    assert_eq!(ben.notified().await, ["follow"]);
    assert!(cleo.home().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_account_is_asked_and_says_yes_or_no() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben) = (one.person("ada").await, two.person("ben").await);
    ben.ask(Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"locked": true}))).await.ok();
    let relationship = ada.follow(&ben.handle).await;
    assert_eq!((&relationship["following"], &relationship["requested"]), (&json!(false), &json!(true)));
    settle(&[&one, &two]).await;
    ben.tell_to("private", "for those who may").await;
    settle(&[&one, &two]).await;
    assert!(ada.home().await.is_empty(), "nothing is delivered before the yes");

    let asked = ben.get("/api/v1/follow_requests").await;
    let asker = asked[0]["id"].as_str().unwrap();
    ben.post(&format!("/api/v1/follow_requests/{asker}/authorize"), json!({})).await;
    settle(&[&one, &two]).await;
    ben.tell_to("private", "now you may").await;
    settle(&[&one, &two]).await;
    assert_eq!(ada.home().await, ["now you may"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_stories_reach_those_they_name_and_nobody_else() {
    let (one, two) = TestHearth::pair().await;
    let (ada, ben, cleo) = (one.person("ada").await, two.person("ben").await, two.person("cleo").await);
    cleo.follow(&ada.handle).await;
    settle(&[&one, &two]).await;
    ada.tell_to("direct", &format!("@{} only for you", ben.handle)).await;
    settle(&[&one, &two]).await;
    // A stranger's letter waits to be let in.
    let waiting = ben.get("/api/v1/notifications/requests").await;
    assert_eq!(waiting[0]["account"]["acct"], *ada.handle);
    let request = waiting[0]["id"].as_str().unwrap();
    ben.post(&format!("/api/v1/notifications/requests/{request}/accept"), json!({})).await;
    assert_eq!(ben.notified().await, ["mention"]);
    assert!(cleo.home().await.is_empty());
    assert!(cleo.notified().await.is_empty());
}
