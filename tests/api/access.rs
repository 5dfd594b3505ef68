//! Who may ask what: tokens, scopes, the texts of refusals, other origins, paths that are nothing.

use super::ask::{error, limited, sent, unknown, with_token};
use hearth_testkit::TestHearth;
use hearth_testkit::person::{exchange, http};
use reqwest::Method;
use serde_json::json;

const NOBODY: &str = "This method requires an authenticated user";
const SCOPES: &str = "This action is outside the authorized scopes";

#[tokio::test]
async fn without_a_token_members_doors_are_closed() {
    let hearth = TestHearth::start().await;
    for (method, path) in [
        (Method::GET, "/api/v1/accounts/verify_credentials"),
        (Method::GET, "/api/v1/timelines/home"),
        (Method::GET, "/api/v1/notifications"),
        (Method::POST, "/api/v1/statuses"),
        (Method::GET, "/api/v1/accounts/relationships?id=1"),
        (Method::POST, "/api/v1/accounts/1/follow"),
        (Method::GET, "/api/v1/preferences"),
        (Method::GET, "/api/v1/blocks"),
    ] {
        error(&unknown(&hearth, method, path).await, 401, NOBODY);
    }
}

#[tokio::test]
async fn a_token_that_is_none_is_refused_even_where_none_is_needed() {
    let hearth = TestHearth::start().await;
    for path in ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/accounts/verify_credentials"]
    {
        let answer = with_token(&hearth, "nonsense", Method::GET, path).await;
        error(&answer, 401, "The access token is invalid");
    }
}

#[tokio::test]
async fn a_token_is_read_from_the_query_too() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let path = format!("/api/v1/accounts/verify_credentials?access_token={}", ada.token);
    assert_eq!(unknown(&hearth, Method::GET, &path).await.ok()["acct"], "ada");
}

#[tokio::test]
async fn a_token_does_what_its_scopes_allow() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let id = ben.account.id;
    let reader = limited(&hearth, &ada, "read").await;
    reader.ask(Method::GET, "/api/v1/timelines/home", None).await.is(200);
    reader.ask(Method::GET, "/api/v1/accounts/verify_credentials", None).await.is(200);
    let story = json!({"status": "words"});
    error(&reader.ask(Method::POST, "/api/v1/statuses", Some(story.clone())).await, 403, SCOPES);
    for path in [
        format!("/api/v1/accounts/{id}/follow"),
        format!("/api/v1/accounts/{id}/block"),
        "/api/v1/notifications/clear".to_owned(),
    ] {
        error(&reader.ask(Method::POST, &path, Some(json!({}))).await, 403, SCOPES);
    }
    let writer = limited(&hearth, &ada, "write:statuses").await;
    writer.ask(Method::POST, "/api/v1/statuses", Some(story)).await.is(200);
    error(&writer.ask(Method::GET, "/api/v1/timelines/home", None).await, 403, SCOPES);
    let profile = limited(&hearth, &ada, "profile").await;
    profile.ask(Method::GET, "/api/v1/accounts/verify_credentials", None).await.is(200);
    let follow = limited(&hearth, &ada, "follow").await;
    follow.ask(Method::POST, &format!("/api/v1/accounts/{id}/follow"), Some(json!({}))).await.is(200);
    assert_eq!(hearth.database.count("stories").await, 1);
}

#[tokio::test]
async fn what_is_nowhere_is_a_404_in_json() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    for path in [
        "/api/v1/nothing",
        "/api/v1/statuses/12",
        "/api/v1/statuses/abc",
        "/api/v1/accounts/12",
        "/api/v1/accounts/none",
        "/api/v9/statuses",
        "/api",
    ] {
        error(&ada.ask(Method::GET, path, None).await, 404, "Record not found");
        error(&unknown(&hearth, Method::GET, path).await, 404, "Record not found");
    }
}

#[tokio::test]
async fn every_error_has_a_body_in_json() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let wrong_method = ada.ask(Method::DELETE, "/api/v1/instance", None).await;
    assert!(wrong_method.json["error"].is_string(), "{} {}", wrong_method.status, wrong_method.text);
    let broken = sent(&ada, Method::POST, "/api/v1/statuses", "application/json", "{").await;
    assert!(broken.status.is_client_error() && broken.json["error"].is_string(), "{}", broken.text);
    let kind = "multipart/form-data";
    let broken = sent(&ada, Method::POST, "/api/v1/statuses", kind, "x").await;
    assert!(broken.status.is_client_error() && broken.json["error"].is_string(), "{}", broken.text);
    let negative = ada.ask(Method::GET, "/api/v1/timelines/home?limit=-1", None).await;
    error(&negative, 400, "Pagination values for `offset` and `limit` must be positive");
}

#[tokio::test]
async fn a_slash_at_the_end_changes_nothing() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    ada.ask(Method::GET, "/api/v1/instance/", None).await.is(200);
    ada.ask(Method::GET, "/api/v1/timelines/home/?limit=1", None).await.is(200);
    let told = ada.post("/api/v1/statuses/", json!({"status": "with a slash"})).await;
    assert_eq!(told["content"], "<p>with a slash</p>");
}

#[tokio::test]
async fn apps_in_browsers_may_ask_from_anywhere() {
    let hearth = TestHearth::start().await;
    for path in ["/api/v1/instance", "/api/v1/nothing", "/api/v1/timelines/home"] {
        let request = http().get(format!("{}{path}", hearth.base)).header("origin", "https://app.example");
        let answer = exchange(request).await;
        assert_eq!(answer.headers["access-control-allow-origin"], "*", "{path}");
        let exposed = answer.headers["access-control-expose-headers"].to_str().unwrap().to_lowercase();
        assert!(exposed.contains("link"), "{exposed}");
        assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    }
    let asked = http()
        .request(Method::OPTIONS, format!("{}/api/v1/statuses/1", hearth.base))
        .header("origin", "https://app.example")
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "authorization,idempotency-key");
    let answer = exchange(asked).await;
    assert!(answer.status.is_success(), "{}", answer.status);
    assert!(answer.headers["access-control-allow-methods"].to_str().unwrap().contains("PUT"));
    // A wildcard does not cover `authorization` (Fetch, CORS-safelisted names): it must be named or mirrored.
    let headers = answer.headers["access-control-allow-headers"].to_str().unwrap().to_lowercase();
    assert!(headers.contains("authorization"), "{headers}");
}
