//! Lists: people read apart, whom nobody else knows to be on one.

use super::ask::{error, id, ids, limited};
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

async fn list(person: &Person, body: Value) -> String {
    id(&person.post("/api/v1/lists", body).await).to_owned()
}

async fn put(person: &Person, list: &str, others: &[&Person]) {
    let others: Vec<String> = others.iter().map(|other| other.account.id.to_string()).collect();
    person.post(&format!("/api/v1/lists/{list}/accounts"), json!({"account_ids": others})).await;
}

async fn follow(person: &Person, others: &[&Person]) {
    for other in others {
        person.follow(&other.account.name).await;
    }
}

#[tokio::test]
async fn a_list_is_made_changed_and_given_up() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let made = ada.post("/api/v1/lists", json!({"title": "Lake"})).await;
    let expected = json!({"id": made["id"], "title": "Lake", "replies_policy": "list", "exclusive": false});
    assert_eq!(made, expected);
    let path = format!("/api/v1/lists/{}", id(&made));
    let body = json!({"title": "The lake", "replies_policy": "none", "exclusive": true});
    let changed = ada.ask(Method::PUT, &path, Some(body)).await.ok();
    assert_eq!((&changed["title"], &changed["replies_policy"]), (&json!("The lake"), &json!("none")));
    let kept = ada.ask(Method::PUT, &path, Some(json!({"exclusive": false}))).await.ok();
    assert_eq!((&kept["title"], &kept["exclusive"]), (&json!("The lake"), &json!(false)));
    assert_eq!(ada.get("/api/v1/lists").await, json!([kept]));
    assert_eq!(ada.get(&path).await, kept);
    for (body, text) in [
        (json!({"title": " "}), "Validation failed: Title can't be blank"),
        (json!({"title": "x", "replies_policy": "all"}), "'all' is not a valid replies_policy"),
    ] {
        error(&ada.ask(Method::POST, "/api/v1/lists", Some(body)).await, 422, text);
    }
    // It is nobody else's, by any door.
    assert_eq!(ben.get("/api/v1/lists").await, json!([]));
    for (method, path) in [
        (Method::GET, path.clone()),
        (Method::PUT, path.clone()),
        (Method::DELETE, path.clone()),
        (Method::GET, format!("{path}/accounts")),
        (Method::POST, format!("{path}/accounts")),
        (Method::GET, path.replace("/lists/", "/timelines/list/")),
    ] {
        error(&ben.ask(method, &path, None).await, 404, "Record not found");
    }
    let less = limited(&hearth, &ada, "read:statuses").await;
    error(&less.ask(Method::GET, &path, None).await, 403, "This action is outside the authorized scopes");
    ada.ask(Method::DELETE, &path, None).await.is(200);
    assert_eq!(ada.get("/api/v1/lists").await, json!([]));
}

#[tokio::test]
async fn people_one_follows_are_put_on_it() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let cleo = hearth.person("cleo").await;
    let lake = list(&ada, json!({"title": "Lake"})).await;
    let path = format!("/api/v1/lists/{lake}/accounts");
    let both = json!({"account_ids": [ben.account.id.to_string(), cleo.account.id.to_string()]});
    follow(&ada, &[&ben]).await;
    // All or nobody.
    error(&ada.ask(Method::POST, &path, Some(both.clone())).await, 404, "Record not found");
    assert_eq!(ada.get(&path).await, json!([]));
    follow(&ada, &[&cleo]).await;
    ada.post(&path, both.clone()).await;
    let again = ada.ask(Method::POST, &path, Some(both)).await;
    error(&again, 422, "Validation failed: Account has already been taken");
    assert_eq!(ids(&ada.get(&format!("{path}?limit=0")).await).len(), 2);
    assert_eq!(ids(&ada.get(&format!("{path}?limit=1")).await), [cleo.account.id.to_string()]);
    let of_ben = format!("/api/v1/accounts/{}/lists", ben.account.id);
    assert_eq!(ids(&ada.get(&of_ben).await), [lake.as_str()]);
    assert_eq!(cleo.get(&of_ben).await, json!([]));
    let gone = format!("{path}?account_ids[]={}", cleo.account.id);
    ada.ask(Method::DELETE, &gone, None).await.is(200);
    assert_eq!(ids(&ada.get(&path).await), [ben.account.id.to_string()]);
    // Whoever is followed no more is on no list.
    ada.post(&format!("/api/v1/accounts/{}/unfollow", ben.account.id), json!({})).await;
    assert_eq!(ada.get(&path).await, json!([]));
}

#[tokio::test]
async fn a_list_shows_what_its_people_tell() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let cleo = hearth.person("cleo").await;
    follow(&ada, &[&ben, &cleo]).await;
    ada.home().await;
    let lake = list(&ada, json!({"title": "Lake"})).await;
    put(&ada, &lake, &[&ben]).await;
    let (by_ben, by_cleo) = (ben.tell("By the lake").await, cleo.tell("In town").await);
    let answer = ben.reply(id(&by_cleo), "I was there").await;
    hearth.settle().await;
    let path = format!("/api/v1/timelines/list/{lake}");
    assert_eq!(ids(&ada.get(&path).await), [id(&by_ben)]);
    let settings = format!("/api/v1/lists/{lake}");
    ada.ask(Method::PUT, &settings, Some(json!({"replies_policy": "followed"}))).await.is(200);
    assert_eq!(ids(&ada.get(&path).await), [id(&answer), id(&by_ben)]);
    ada.ask(Method::PUT, &settings, Some(json!({"replies_policy": "none"}))).await.is(200);
    assert_eq!(ids(&ada.get(&path).await), [id(&by_ben)]);
    // What is read apart is not at home too.
    assert_eq!(ids(&ada.get("/api/v1/timelines/home").await).len(), 3);
    ada.ask(Method::PUT, &settings, Some(json!({"exclusive": true}))).await.is(200);
    assert_eq!(ids(&ada.get("/api/v1/timelines/home").await), [id(&by_cleo)]);
    assert_eq!(ids(&ada.get(&path).await), [id(&by_ben)]);
    // Nor whom one mutes.
    ada.post(&format!("/api/v1/accounts/{}/mute", ben.account.id), json!({})).await;
    assert_eq!(ada.get(&path).await, json!([]));
}
