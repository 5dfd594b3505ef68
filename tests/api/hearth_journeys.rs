//! Journeys over HTTP: begun, told chapter by chapter, ended, and followed here.

use super::ask::{error, id, ids, unknown};
use hearth_testkit::{Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/hearth/v1/journeys";

async fn begun(by: &Person) -> Value {
    by.post(PATH, json!({"name": "quiet_year", "title": "A quiet year", "description": "Month by month"}))
        .await
}

async fn told(by: &Person, text: &str, audience: &str) -> String {
    let form = json!({"text": text, "audience": audience, "window": 0});
    id(&by.post("/api/hearth/v1/stories", form).await).to_owned()
}

async fn add(by: &Person, story: &str, more: Value) {
    let mut form = json!({"story_id": story});
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.post(&format!("{PATH}/quiet_year/chapters"), form).await;
}

async fn chapters(who: &Person) -> Vec<String> {
    let list = who.get(&format!("{PATH}/quiet_year/chapters")).await;
    ids(&list).into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_journey_is_begun_changed_ended_gone_on_with_and_deleted() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let journey = begun(&ada).await;
    assert_eq!((&journey["title"], &journey["ended_at"]), (&json!("A quiet year"), &Value::Null));
    assert_eq!(journey["author_id"], json!(ada.account.id.to_string()));
    let own = format!("{PATH}/quiet_year");
    // Journeys, people and communities share their names.
    for name in ["quiet_year", "Quiet_Year", "ada", "no spaces"] {
        ben.ask(Method::POST, PATH, Some(json!({"name": name}))).await.is(422);
    }
    assert_eq!(ids(&ada.get(PATH).await), [id(&journey)]);
    assert_eq!(ben.get(PATH).await, json!([]));
    for (method, path, body) in [
        (Method::PATCH, own.clone(), json!({"title": "mine"})),
        (Method::POST, format!("{own}/end"), json!({})),
        (Method::POST, format!("{own}/reopen"), json!({})),
        (Method::PUT, format!("{own}/chapters"), json!({"order": []})),
        (Method::DELETE, own.clone(), json!({})),
    ] {
        ben.ask(method, &path, Some(body)).await.is(403);
    }
    let changed = ada.ask(Method::PATCH, &own, Some(json!({"title": "A loud year"}))).await.ok();
    assert_eq!(
        (&changed["title"], &changed["description"]),
        (&json!("A loud year"), &json!("Month by month"))
    );
    let ended = ada.post(&format!("{own}/end"), json!({"words": "Thank you for coming along."})).await;
    assert!(ended["ended_at"].is_string());
    assert!(ended["account"]["note"].as_str().unwrap().contains("Thank you for coming along."), "{ended}");
    let story = told(&ada, "one more", "public").await;
    let more = Some(json!({"story_id": story}));
    ada.ask(Method::POST, &format!("{own}/chapters"), more.clone()).await.is(422);
    let open = ada.post(&format!("{own}/reopen"), json!({})).await;
    assert_eq!((&open["ended_at"], &open["closing"]), (&Value::Null, &json!("")));
    assert!(!open["account"]["note"].as_str().unwrap().contains("end"), "{open}");
    ada.ask(Method::POST, &format!("{own}/chapters"), more).await.ok();
    let long = "x".repeat(2_000);
    ada.ask(Method::POST, &format!("{own}/end"), Some(json!({"words": long}))).await.is(422);

    ada.ask(Method::DELETE, &own, None).await.ok();
    error(&ada.ask(Method::GET, &own, None).await, 404, "Record not found");
    assert_eq!(ada.get(PATH).await, json!([]));
    ada.get(&format!("/api/v1/statuses/{story}")).await;
    ada.ask(Method::POST, PATH, Some(json!({"name": "quiet_year"}))).await.is(422);
}

#[tokio::test]
async fn chapters_stand_in_order_for_whoever_may_read_them() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    begun(&ada).await;
    let one = told(&ada, "one", "public").await;
    let two = told(&ada, "two", "followers").await;
    let three = told(&ada, "three", "unlisted").await;
    for story in [&one, &two, &three] {
        add(&ada, story, json!({})).await;
    }
    let list = format!("{PATH}/quiet_year/chapters");
    assert_eq!(chapters(&ada).await, [&*one, &*two, &*three]);
    assert_eq!(chapters(&ben).await, [&*one, &*three]);
    assert_eq!(ids(&unknown(&hearth, Method::GET, &list).await.ok()), [&*one, &*three]);
    assert_eq!(ids(&ada.get(&format!("{list}?skip=2")).await), [&*three]);
    ada.ask(Method::POST, &list, Some(json!({"story_id": one}))).await.is(422);
    let bens = told(&ben, "not hers", "public").await;
    ada.ask(Method::POST, &list, Some(json!({"story_id": bens}))).await.is(404);
    ben.ask(Method::POST, &list, Some(json!({"story_id": bens}))).await.is(403);
    let order = |ids: &[&str]| Some(json!({"order": ids}));
    ada.ask(Method::PUT, &list, order(&[&three, &one])).await.is(422);
    ada.ask(Method::PUT, &list, order(&[&three, &one, &one])).await.is(422);
    ada.ask(Method::PUT, &list, order(&[&three, &one, &two])).await.ok();
    assert_eq!(chapters(&ada).await, [&*three, &*one, &*two]);
    let prologue = told(&ada, "prologue", "public").await;
    add(&ada, &prologue, json!({"place": 1})).await;
    assert_eq!(chapters(&ben).await, [&*prologue, &*three, &*one]);
    ada.ask(Method::DELETE, &format!("{list}/{one}"), None).await.ok();
    ada.ask(Method::DELETE, &format!("{list}/{one}"), None).await.is(404);
    ada.ask(Method::DELETE, &format!("/api/v1/statuses/{three}"), None).await.ok();
    assert_eq!(chapters(&ada).await, [&*prologue, &*two]);
}

#[tokio::test]
async fn a_member_follows_a_journey_and_meets_its_chapters_at_home() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let journey = begun(&ada).await;
    let followed = ben.post(&format!("/api/v1/accounts/{}/follow", id(&journey)), json!({})).await;
    assert_eq!(followed["following"], true);
    told(&ada, "beside the way", "public").await;
    let one = told(&ada, "one", "public").await;
    let narrow = told(&ada, "for few", "followers").await;
    add(&ada, &one, json!({})).await;
    add(&ada, &narrow, json!({})).await;
    hearth.settle().await;
    assert_eq!(ben.home().await, ["one"], "chapters, nothing else, and none for others");
    // What is made wider is passed on then, and what is made narrower no longer.
    ada.post(&format!("/api/hearth/v1/stories/{narrow}/audience"), json!({"audience": "public"})).await;
    hearth.settle().await;
    assert_eq!(ben.home().await, ["for few", "one"]);
    ada.post(&format!("/api/hearth/v1/stories/{narrow}/audience"), json!({"audience": "followers"})).await;
    ada.ask(Method::DELETE, &format!("{PATH}/quiet_year/chapters/{one}"), None).await.ok();
    hearth.settle().await;
    assert_eq!(ben.home().await, [""; 0]);
    assert!(!ada.notified().await.contains(&"reblog".to_owned()), "one's own journey is no news");
    let listed = ben.get(&format!("{PATH}/quiet_year")).await;
    assert_eq!(listed["account"]["followers_count"], 0);
}

#[tokio::test]
async fn journeys_end_with_their_author() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    begun(&ada).await;
    hearth_core::accounts::delete::delete(&hearth.core, &ada.account).await.unwrap();
    hearth.settle().await;
    ben.ask(Method::GET, &format!("{PATH}/quiet_year"), None).await.is(404);
    unknown(&hearth, Method::GET, "/users/quiet_year").await;
    let gone = hearth_testkit::remote::fetch(&format!("{}/users/quiet_year", hearth.base)).await;
    gone.is(410);
}
