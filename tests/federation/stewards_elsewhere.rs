//! Stewards who live on other servers, and the ways into a community from other servers.

use super::communities::{PATH, follower, founded};
use hearth_testkit::person::texts;
use hearth_testkit::{Actor, TestHearth, settle};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn what_they_decide_is_passed_on_as_they_said_it() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    founded(&ada, json!({})).await;
    let (_, cleo) = follower(&hearth, "lemmy", "cleo", 1).await;
    let (other, emil) = follower(&hearth, "piefed", "emil", 2).await;
    let group = format!("{}/users/lake", hearth.base);
    let told = ada.post(&format!("{PATH}/lake/stories"), json!({"window": 0, "text": "water"})).await;
    let uri = told["uri"].as_str().unwrap();
    hearth.settle().await;
    let members = ada.get(&format!("{PATH}/lake/members")).await;
    let who = members.as_array().unwrap().iter().find(|one| one["account"]["username"] == "cleo").unwrap();
    let path = format!("{PATH}/lake/members/{}/role", who["account"]["id"].as_str().unwrap());
    ada.post(&path, json!({"role": "steward"})).await;
    hearth.settle().await;
    let decide = async |by: &Actor, kind: &str, more: Value| {
        hearth.clock.step(chrono::TimeDelta::seconds(1));
        other.forget();
        let mut activity = by.activity(kind, &json!(uri));
        activity.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(by.send(&format!("{}/inbox", hearth.base), &activity).await.status, 202);
        hearth.settle().await;
        activity.as_object_mut().unwrap().remove("@context");
        let passed_on = other.activities_of("Announce").into_iter().map(|one| one["object"].clone());
        (activity, passed_on.collect::<Vec<Value>>())
    };
    let featured = json!({"target": format!("{group}/collections/featured")});
    let until = hearth.core.now() + chrono::TimeDelta::days(2);
    let ban = json!({"object": emil.id, "target": group, "summary": "shouting",
        "endTime": until.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)});
    let pinned = async || texts(&ada.get(&format!("{PATH}/lake/pinned")).await).len();
    let (said, passed_on) = decide(&cleo, "Add", featured.clone()).await;
    assert_eq!((passed_on, pinned().await), (vec![said], 1));
    let (_, passed_on) = decide(&emil, "Remove", featured.clone()).await;
    assert_eq!((passed_on, pinned().await), (vec![], 1), "he is no steward");
    let (said, passed_on) = decide(&cleo, "Remove", featured).await;
    assert_eq!((passed_on, pinned().await), (vec![said], 0));
    let (lock, passed_on) = decide(&cleo, "Lock", json!({})).await;
    assert_eq!(passed_on, std::slice::from_ref(&lock));
    let (said, passed_on) = decide(&cleo, "Undo", json!({"object": lock})).await;
    assert_eq!(passed_on, [said]);
    // Only the founder says who looks after it.
    let moderators = json!({"object": emil.id, "target": format!("{group}/moderators")});
    let (_, passed_on) = decide(&cleo, "Add", moderators).await;
    assert!(passed_on.is_empty());
    let (said, passed_on) = decide(&cleo, "Delete", json!({"summary": "an advertisement"})).await;
    assert_eq!(passed_on, [said]);
    let removed = ada.get(&format!("/api/hearth/v1/stories/{}", told["id"].as_str().unwrap())).await;
    assert_eq!(removed["id"], told["id"], "its author reads it still");
    decide(&cleo, "Block", ban.clone()).await;
    let bans = ada.get(&format!("{PATH}/lake/bans")).await;
    assert_eq!((&bans[0]["reason"], bans[0]["banned_until"].is_string()), (&json!("shouting"), true));
    let mut block = cleo.activity("Block", &json!(emil.id));
    block.as_object_mut().unwrap().extend(ban.as_object().unwrap().clone());
    decide(&cleo, "Undo", json!({"object": block})).await;
    assert_eq!(ada.get(&format!("{PATH}/lake/bans")).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_in_from_another_hearth() {
    for (joining, first) in [("open", "member"), ("request", "pending"), ("invite", "pending")] {
        let (one, two) = TestHearth::pair().await;
        let (ada, ben) = (one.person("ada").await, two.person("ben").await);
        founded(&ada, json!({"joining": joining, "question": ""})).await;
        let there = format!("{PATH}/lake@{}", one.domain);
        ben.post(&format!("{there}/join"), json!({})).await;
        settle(&[&one, &two]).await;
        let state = async || ben.get(&there).await["standing"]["state"].clone();
        if joining == "invite" {
            // Whoever was not invited is not in, whatever their server was told.
            assert_ne!(state().await, "member");
            let id = ada.account_id(&ben.handle).await;
            ada.post(&format!("{PATH}/lake/invited/{id}"), json!({})).await;
            settle(&[&one, &two]).await;
            ben.post(&format!("{there}/leave"), json!({})).await;
            settle(&[&one, &two]).await;
            ben.post(&format!("{there}/join"), json!({})).await;
            settle(&[&one, &two]).await;
            assert_eq!(state().await, "member", "{joining}");
        } else {
            assert_eq!(state().await, first, "{joining}");
        }
        if joining == "request" {
            let asked = ada.get(&format!("{PATH}/lake/requests")).await;
            let id = asked[0]["account"]["id"].as_str().unwrap();
            ada.post(&format!("{PATH}/lake/requests/{id}/turn_down"), json!({})).await;
            settle(&[&one, &two]).await;
            assert_eq!(state().await, Value::Null, "turned down");
            continue;
        }
        one.clock.step(chrono::TimeDelta::minutes(1));
        ada.post(&format!("{PATH}/lake/stories"), json!({"window": 0, "text": "welcome"})).await;
        settle(&[&one, &two]).await;
        assert_eq!(ben.home().await, ["welcome"], "{joining}");
        ben.ask(Method::POST, &format!("{there}/leave"), Some(json!({}))).await.ok();
        settle(&[&one, &two]).await;
        let members = ada.get(&format!("{PATH}/lake/members")).await;
        assert_eq!(members.as_array().unwrap().len(), 1, "{joining}: only its founder is left");
    }
}
