//! Conversations with those named alone, and people who asked to be found.

use super::ask::{error, id, ids, link, unknown};
use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::json;

const PATH: &str = "/api/v1/conversations";

#[tokio::test]
async fn a_conversation_is_one_thing_with_somebody() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let cleo = hearth.person("cleo").await;
    let first = ada.tell_to("direct", "@ben how are you?").await;
    let list = ben.get(PATH).await;
    assert_eq!((&list[0]["unread"], &list[0]["last_status"]["id"]), (&json!(true), &first["id"]));
    assert_eq!(ids(&list[0]["accounts"]), [ada.account.id.to_string()]);
    assert_eq!(ada.get(PATH).await[0]["unread"], false);
    assert_eq!(ids(&ada.get(PATH).await[0]["accounts"]), [ben.account.id.to_string()]);
    assert_eq!(cleo.get(PATH).await, json!([]));
    let path = format!("{PATH}/{}", id(&list[0]));
    error(&cleo.ask(Method::POST, &format!("{path}/read"), None).await, 404, "Record not found");
    assert_eq!(ben.post(&format!("{path}/read"), json!({})).await["unread"], false);
    assert_eq!(ben.get(PATH).await[0]["unread"], false);
    // An answer is the same conversation, new for the other.
    let body = json!({"status": "@ada better", "visibility": "direct", "in_reply_to_id": first["id"]});
    let answer = ben.post("/api/v1/statuses", body).await;
    hearth.settle().await;
    let list = ada.get(PATH).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!((&list[0]["unread"], &list[0]["last_status"]["id"]), (&json!(true), &answer["id"]));
}

#[tokio::test]
async fn a_conversation_put_away_comes_back_with_a_new_word() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let first = ada.tell_to("direct", "@ben how are you?").await;
    let second = ada.tell_to("direct", "@ben another thing").await;
    assert_eq!(ids(&ben.get(PATH).await), [id(&second), id(&first)]);
    let page = ben.ask(Method::GET, &format!("{PATH}?limit=1"), None).await;
    let next = link(&page, "next", &hearth.base).unwrap();
    assert_eq!(ids(&ben.get(&next).await), [id(&first)]);
    ben.ask(Method::DELETE, &format!("{PATH}/{}", id(&first)), None).await.is(200);
    assert_eq!(ids(&ben.get(PATH).await), [id(&second)]);
    let path = format!("/api/v1/statuses/{}", id(&first));
    assert_eq!(ben.get(&path).await["id"], first["id"], "the story stays");
    let body = json!({"status": "@ben still there?", "visibility": "direct", "in_reply_to_id": first["id"]});
    ada.post("/api/v1/statuses", body).await;
    assert_eq!(ids(&ben.get(PATH).await), [id(&first), id(&second)]);
    ben.post(&format!("/api/v1/accounts/{}/block", ada.account.id), json!({})).await;
    assert_eq!(ben.get(PATH).await, json!([]));
}

#[tokio::test]
async fn who_asked_to_be_found_is_found() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    assert_eq!(unknown(&hearth, Method::GET, "/api/v1/directory").await.ok(), json!([]));
    assert_eq!(ben.get("/api/v2/suggestions").await, json!([]));
    let wish = json!({"discoverable": true});
    ada.ask(Method::PATCH, "/api/v1/accounts/update_credentials", Some(wish)).await.is(200);
    let path = "/api/v1/directory?local=true&order=new";
    assert_eq!(ids(&unknown(&hearth, Method::GET, path).await.ok()), [ada.account.id.to_string()]);
    let found = ben.get("/api/v2/suggestions").await;
    assert_eq!((&found[0]["account"]["acct"], &found[0]["sources"]), (&json!("ada"), &json!(["featured"])));
    // Neither oneself nor whom one follows nor whom one does not want to be shown.
    assert_eq!(ada.get("/api/v2/suggestions").await, json!([]));
    ben.ask(Method::DELETE, &format!("/api/v1/suggestions/{}", ada.account.id), None).await.is(200);
    assert_eq!(ben.get("/api/v2/suggestions").await, json!([]));
    assert_eq!(ids(&ben.get("/api/v1/directory").await), [ada.account.id.to_string()]);
    ben.post(&format!("/api/v1/accounts/{}/block", ada.account.id), json!({})).await;
    assert_eq!(ben.get("/api/v1/directory").await, json!([]));
}
