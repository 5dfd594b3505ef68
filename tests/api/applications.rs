//! Somebody asks for an account with a reason, and those who run the server decide.

use super::ask::{error, limited, with_token};
use super::signup::{app, hearth, newcomer, sign_up};
use hearth_core::signup::Mode;
use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::{Value, json};

const PENDING: &str = "Your login is currently pending approval";
const OWN: &str = "/api/v1/accounts/verify_credentials";

fn asking(name: &str) -> Value {
    let mut body = newcomer(name);
    body["reason"] = json!("I want to tell of the mill");
    body
}

async fn moderator(hearth: &TestHearth) -> String {
    let olive = hearth.owner("olive").await;
    limited(hearth, &olive, "read admin:read admin:write").await.token
}

#[tokio::test]
async fn somebody_waits_and_is_let_in() {
    let hearth = hearth(Mode::Application).await;
    let (app, olive) = (app(&hearth).await, moderator(&hearth).await);
    let instance = with_token(&hearth, &app, Method::GET, "/api/v2/instance").await.ok();
    let said = &instance["registrations"];
    assert_eq!((&said["enabled"], &said["approval_required"]), (&json!(true), &json!(true)));
    let silent = sign_up(&hearth, &app, newcomer("dora")).await;
    assert_eq!(silent.is(422).json["details"]["reason"][0]["error"], "ERR_BLANK");
    let token =
        sign_up(&hearth, &app, asking("dora")).await.ok()["access_token"].as_str().unwrap().to_owned();
    // There is nobody yet, here or for others; but nobody else gets the name or the address.
    error(&with_token(&hearth, &token, Method::GET, OWN).await, 403, PENDING);
    assert_eq!(hearth.database.count("members").await, 1);
    with_token(&hearth, &olive, Method::GET, "/api/v1/accounts/lookup?acct=dora").await.is(404);
    let finger = format!("/.well-known/webfinger?resource=acct:dora@{}", hearth.domain);
    with_token(&hearth, &olive, Method::GET, &finger).await.is(404);
    let again = sign_up(&hearth, &app, asking("Dora")).await;
    again.is(422);
    let again = sign_up(&hearth, &app, asking("dora")).await;
    assert_eq!(again.is(422).json["details"]["username"][0]["error"], "ERR_TAKEN");
    assert_eq!(again.json["details"]["email"][0]["error"], "ERR_TAKEN");
    let list = with_token(&hearth, &olive, Method::GET, "/api/v2/admin/accounts?status=pending").await.ok();
    let one = &list[0];
    assert_eq!((&one["username"], &one["approved"]), (&json!("dora"), &json!(false)));
    assert_eq!(one["invite_request"], "I want to tell of the mill");
    let id = one["id"].as_str().unwrap();
    let path = format!("/api/v1/admin/accounts/{id}/approve");
    assert_eq!(with_token(&hearth, &olive, Method::POST, &path).await.ok()["approved"], true);
    let own = with_token(&hearth, &token, Method::GET, OWN).await.ok();
    assert_eq!((&own["id"], &own["username"]), (&json!(id), &json!("dora")));
    with_token(&hearth, &olive, Method::GET, &finger).await.is(200);
    with_token(&hearth, &olive, Method::POST, &path).await.is(404);
}

#[tokio::test]
async fn somebody_is_turned_away_and_the_name_is_free_again() {
    let hearth = hearth(Mode::Application).await;
    let (app, olive) = (app(&hearth).await, moderator(&hearth).await);
    let token =
        sign_up(&hearth, &app, asking("dora")).await.ok()["access_token"].as_str().unwrap().to_owned();
    let list = with_token(&hearth, &olive, Method::GET, "/api/v1/admin/accounts?pending=true").await.ok();
    let id = list[0]["id"].as_str().unwrap();
    let path = |what: &str| format!("/api/v1/admin/accounts/{id}{what}");
    // Nobody else decides, or reads what newcomers wrote.
    let ada = hearth.person("ada").await;
    let ada = limited(&hearth, &ada, "read admin:read admin:write").await.token;
    for (method, what) in [(Method::GET, ""), (Method::POST, "/approve"), (Method::POST, "/reject")] {
        error(&with_token(&hearth, &ada, method, &path(what)).await, 403, "This action is not allowed");
    }
    let pending = "/api/v1/admin/accounts?pending=true";
    error(&with_token(&hearth, &ada, Method::GET, pending).await, 403, "This action is not allowed");
    with_token(&hearth, &olive, Method::POST, &path("/reject")).await.is(200);
    error(&with_token(&hearth, &token, Method::GET, OWN).await, 401, "The access token is invalid");
    assert_eq!(hearth.database.count("applications").await, 0);
    sign_up(&hearth, &app, asking("dora")).await.is(200);
}
