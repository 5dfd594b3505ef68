//! Somebody makes an account for themselves, where that is allowed.

use super::ask::{error, with_token};
use chrono::TimeDelta;
use futures::future::join_all;
use hearth_core::signup::{Mode, invite};
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Answer, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

pub(super) async fn hearth(mode: Mode) -> TestHearth {
    TestHearth::with(|config| {
        config.registrations.mode = mode;
        config.registrations.per_address = 0;
    })
    .await
}

/// The token of an app alone.
pub(super) async fn app(hearth: &TestHearth) -> String {
    let post = async |path: &str, body: Value| {
        exchange(http().post(format!("{}{path}", hearth.base)).json(&body)).await.ok()
    };
    let uris = "urn:ietf:wg:oauth:2.0:oob";
    let body = json!({"client_name": "Lantern", "redirect_uris": uris, "scopes": "read write"});
    let app = post("/api/v1/apps", body).await;
    let (id, secret) = (&app["client_id"], &app["client_secret"]);
    let body = json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret, "scope": "write"});
    post("/oauth/token", body).await["access_token"].as_str().unwrap().to_owned()
}

pub(super) fn newcomer(name: &str) -> Value {
    json!({
        "username": name, "email": format!("{name}@post.example"), "password": "a quiet lake",
        "agreement": true, "locale": "en",
    })
}

pub(super) async fn sign_up(hearth: &TestHearth, token: &str, body: Value) -> Answer {
    let request = http().post(format!("{}/api/v1/accounts", hearth.base)).bearer_auth(token);
    exchange(request.json(&body)).await
}

#[tokio::test]
async fn an_open_server_lets_people_in() {
    let hearth = hearth(Mode::Open).await;
    let token = app(&hearth).await;
    let instance = with_token(&hearth, &token, Method::GET, "/api/v2/instance").await.ok();
    assert_eq!(instance["registrations"]["enabled"], true);
    let issued = sign_up(&hearth, &token, newcomer("dora")).await.ok();
    assert_eq!((&issued["token_type"], &issued["scope"]), (&json!("Bearer"), &json!("read write")));
    let own = issued["access_token"].as_str().unwrap();
    let own = with_token(&hearth, own, Method::GET, "/api/v1/accounts/verify_credentials").await.ok();
    assert_eq!((&own["username"], &own["source"]["language"]), (&json!("dora"), &json!("en")));
    // Nobody else comes in by the same name or address; everything that is wrong is said at once, by field.
    let again = sign_up(&hearth, &token, newcomer("dora")).await;
    again.is(422);
    assert_eq!(again.json["details"]["username"][0]["error"], "ERR_TAKEN");
    assert_eq!(again.json["details"]["email"][0]["error"], "ERR_TAKEN");
    let text = "Validation failed: Username has already been taken, E-mail address has already been taken";
    assert_eq!(again.json["error"], text);
    let bad = json!({"username": "No Spaces", "email": "a@b@c", "password": "short"});
    let bad = sign_up(&hearth, &token, bad).await;
    let details = bad.is(422).json["details"].as_object().unwrap().clone();
    let fields: Vec<_> = details.keys().map(String::as_str).collect();
    assert_eq!(fields, ["username", "email", "password", "agreement"]);
}

#[tokio::test]
async fn names_that_stand_for_the_server_are_nobodys() {
    let hearth = hearth(Mode::Open).await;
    let token = app(&hearth).await;
    for name in ["admin", &hearth.domain] {
        let no = sign_up(&hearth, &token, newcomer(name)).await;
        assert!(no.is(422).json["details"]["username"].is_array(), "{name}: {}", no.text);
    }
    sign_up(&hearth, &token, newcomer("dora")).await.is(200);
}

#[tokio::test]
async fn a_closed_server_lets_nobody_in_and_a_member_makes_no_other() {
    let closed = hearth(Mode::Closed).await;
    let token = app(&closed).await;
    error(&sign_up(&closed, &token, newcomer("dora")).await, 403, "This action is not allowed");
    error(&sign_up(&closed, "nonsense", newcomer("dora")).await, 401, "The access token is invalid");
    assert_eq!(closed.database.count("members").await, 0);
    let open = hearth(Mode::Open).await;
    let ada = open.person("ada").await;
    error(&sign_up(&open, &ada.token, newcomer("dora")).await, 403, "This action is not allowed");
    assert_eq!(open.database.count("members").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_used_by_as_many_as_it_is_for() {
    let hearth = hearth(Mode::Invite).await;
    let token = app(&hearth).await;
    let with = |name: &str, code: &str| {
        let mut body = newcomer(name);
        body["invite_code"] = json!(code);
        body
    };
    let none = sign_up(&hearth, &token, newcomer("dora")).await;
    error(&none, 403, "An invitation is needed: send its code as `invite_code`");
    let text = "This invitation does not hold: ask for a new one";
    error(&sign_up(&hearth, &token, with("dora", "guessed")).await, 403, text);
    let code = invite(&hearth.core, 3, Some(TimeDelta::days(7))).await.unwrap();
    // A name that is refused uses nothing up.
    sign_up(&hearth, &token, with("No", &code)).await.is(422);
    let all = (0..50).map(|number| {
        let body = with(&format!("guest{number}"), &code);
        sign_up(&hearth, &token, body)
    });
    let answers = join_all(all).await;
    let came = answers.iter().filter(|answer| answer.status.is_success()).count();
    let refused = answers.iter().filter(|answer| answer.status == 403).count();
    assert_eq!((came, refused), (3, 47));
    assert_eq!(hearth.database.count("members").await, 3);
    let late = invite(&hearth.core, 1, Some(TimeDelta::days(7))).await.unwrap();
    hearth.step(TimeDelta::days(8)).await;
    error(&sign_up(&hearth, &token, with("dora", &late)).await, 403, text);
    assert_eq!(hearth.database.count("members").await, 3);
}

#[tokio::test]
async fn one_address_makes_a_few_accounts_at_most() {
    let hearth = TestHearth::with(|config| {
        config.registrations.mode = Mode::Open;
        config.registrations.per_address = 2;
    })
    .await;
    let token = app(&hearth).await;
    for name in ["dora", "eli"] {
        sign_up(&hearth, &token, newcomer(name)).await.is(200);
    }
    let many = sign_up(&hearth, &token, newcomer("finn")).await;
    assert!(many.is(429).headers.contains_key("retry-after"));
    hearth.clock.step(TimeDelta::minutes(31));
    sign_up(&hearth, &token, newcomer("finn")).await.is(200);
}
