//! Apps at the doors that they knock at themselves: registering, tokens, giving back, what the server says it can do.

use super::ask::{error, unknown, with_token};
use super::shapes::has;
use crate::web::browser::{PASSWORD, member};
use chrono::TimeDelta;
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Answer, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

async fn post(hearth: &TestHearth, path: &str, body: Value) -> Answer {
    exchange(http().post(format!("{}{path}", hearth.base)).json(&body)).await
}

async fn typed(hearth: &TestHearth, path: &str, kind: &str, body: &str) -> Answer {
    let request = http().post(format!("{}{path}", hearth.base)).header("content-type", kind);
    exchange(request.body(body.to_owned())).await
}

async fn app(hearth: &TestHearth, scopes: &str) -> Value {
    let body = json!({"client_name": "Lantern", "redirect_uris": "https://app.example/", "scopes": scopes});
    post(hearth, "/api/v1/apps", body).await.ok()
}

fn asking(app: &Value, grant: &str, more: &[(&str, &str)]) -> Value {
    let mut body =
        json!({"grant_type": grant, "client_id": app["client_id"], "client_secret": app["client_secret"]});
    for (name, value) in more {
        body[*name] = json!(value);
    }
    body
}

#[track_caller]
fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.is(status).json["error"], error, "{}", answer.text);
    assert!(answer.json["error_description"].is_string());
    assert_eq!(answer.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn an_app_registers_in_any_encoding() {
    let hearth = TestHearth::start().await;
    let path = "/api/v1/apps";
    let both = json!(["https://app.example/", "urn:ietf:wg:oauth:2.0:oob"]);
    let parts = "--x\r\nContent-Disposition: form-data; name=\"client_name\"\r\n\r\nLantern\r\n\
                 --x\r\nContent-Disposition: form-data; name=\"redirect_uris\"\r\n\r\nhttps://app.example/\nurn:ietf:wg:oauth:2.0:oob\r\n\
                 --x\r\nContent-Disposition: form-data; name=\"scopes\"\r\n\r\nread write\r\n--x--\r\n";
    let form = "client_name=Lantern&scopes=read+write&redirect_uris=https%3A%2F%2Fapp.example%2F%0Aurn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob";
    let list = json!({"client_name": "Lantern", "redirect_uris": both, "scopes": "read write", "website": "https://app.example"});
    let answers = [
        typed(&hearth, path, "application/x-www-form-urlencoded", form).await,
        typed(&hearth, path, "multipart/form-data; boundary=x", parts).await,
        post(&hearth, path, list).await,
    ];
    for answer in answers {
        let app = answer.ok();
        let fields = ["id", "name", "website", "client_id", "client_secret", "vapid_key"];
        has(&app, &fields);
        assert_eq!(
            (&app["name"], &app["redirect_uris"], &app["scopes"]),
            (&json!("Lantern"), &both, &json!(["read", "write"]))
        );
        assert_eq!(app["client_secret_expires_at"], 0);
        assert_eq!(app["redirect_uri"], "https://app.example/\nurn:ietf:wg:oauth:2.0:oob");
        let secret = app["client_secret"].as_str().unwrap();
        let found = format!("SELECT count(*) FROM apps a WHERE a::text LIKE '%{secret}%'");
        assert_eq!(hearth.database.number(&found).await, 0);
    }
    // The protocol's default.
    let bare = json!({"client_name": "Lantern", "redirect_uris": "https://app.example/"});
    assert_eq!(post(&hearth, path, bare).await.ok()["scopes"], json!(["read"]));
}

#[tokio::test]
async fn an_app_that_says_nonsense_is_told_what() {
    let hearth = TestHearth::start().await;
    let good = json!({"client_name": "Lantern", "redirect_uris": "https://app.example/"});
    for (name, value, text) in [
        ("client_name", " ", "Validation failed: Name can't be blank"),
        ("client_name", &"x".repeat(61), "Validation failed: Name is too long (maximum is 60 characters)"),
        ("redirect_uris", "", "Validation failed: Redirect URI can't be blank"),
        ("redirect_uris", "app.example", "Validation failed: Redirect URI must be an absolute URI."),
        (
            "redirect_uris",
            "javascript:alert(1)",
            "Validation failed: Redirect URI is forbidden by the server.",
        ),
        (
            "redirect_uris",
            "https://app.example/#x",
            "Validation failed: Redirect URI cannot contain a fragment.",
        ),
        ("scopes", "read nonsense", "Validation failed: Scopes doesn't match configured on the server."),
        ("website", "javascript:alert(1)", "Validation failed: Website must be a valid URL"),
    ] {
        let mut body = good.clone();
        body[name] = json!(value);
        error(&post(&hearth, "/api/v1/apps", body).await, 422, text);
    }
    assert_eq!(hearth.database.count("apps").await, 0);
    post(&hearth, "/api/v1/apps", good).await.is(200);
}

#[tokio::test]
async fn one_address_registers_only_so_many_apps_unless_it_may() {
    let hearth = TestHearth::with(|config| config.oauth.app_registrations = 3).await;
    let body = json!({"client_name": "Lantern", "redirect_uris": "https://app.example/"});
    for _ in 0..3 {
        post(&hearth, "/api/v1/apps", body.clone()).await.is(200);
    }
    let late = post(&hearth, "/api/v1/apps", body.clone()).await;
    error(&late, 429, "Too many requests");
    assert!(late.headers.contains_key("retry-after"));
    let elsewhere =
        http().post(format!("{}/api/v1/apps", hearth.base)).header("x-forwarded-for", "192.0.2.9");
    exchange(elsewhere.json(&body)).await.is(200);
    hearth.clock.step(TimeDelta::minutes(11));
    post(&hearth, "/api/v1/apps", body.clone()).await.is(200);
    let open = TestHearth::with(|config| config.oauth.app_registrations = 0).await;
    for _ in 0..40 {
        post(&open, "/api/v1/apps", body.clone()).await.is(200);
    }
}

#[tokio::test]
async fn an_app_alone_reads_what_anybody_may_read() {
    let hearth = TestHearth::start().await;
    let app = app(&hearth, "read write").await;
    let token = post(&hearth, "/oauth/token", asking(&app, "client_credentials", &[])).await.ok();
    assert_eq!((&token["scope"], &token["token_type"]), (&json!("read"), &json!("Bearer")));
    let text = token["access_token"].as_str().unwrap();
    let get = async |path: &str| with_token(&hearth, text, Method::GET, path).await;
    let own = get("/api/v1/apps/verify_credentials").await.ok();
    assert_eq!((&own["name"], &own["id"]), (&app["name"], &app["id"]));
    assert!(own["client_secret"].is_null());
    get("/api/v1/timelines/public").await.is(200);
    let nobody = "This method requires an authenticated user";
    error(&get("/api/v1/timelines/home").await, 422, nobody);
    error(&get("/oauth/userinfo").await, 422, nobody);
    let without = unknown(&hearth, Method::GET, "/api/v1/apps/verify_credentials").await;
    error(&without, 401, "The access token is invalid");
    // Tokens of the command line belong to no app.
    let ada = hearth.person("ada").await;
    error(&ada.ask(Method::GET, "/api/v1/apps/verify_credentials", None).await, 404, "Record not found");
}

#[tokio::test]
async fn an_app_gets_no_more_than_it_registered_for() {
    let hearth = TestHearth::start().await;
    let app = app(&hearth, "write:statuses profile").await;
    let asked = async |more: &[(&str, &str)]| {
        post(&hearth, "/oauth/token", asking(&app, "client_credentials", more)).await
    };
    assert_eq!(asked(&[("scope", "write:statuses")]).await.ok()["scope"], "write:statuses");
    // It left out the default: what it registered for is meant.
    assert_eq!(asked(&[]).await.ok()["scope"], "write:statuses profile");
    for scope in ["write", "read", "write:statuses read", "admin:read", "nonsense"] {
        refused(&asked(&[("scope", scope)]).await, 400, "invalid_scope");
    }
    for wrong in [("client_secret", "x"), ("client_secret", ""), ("client_id", "x"), ("client_id", "")] {
        let answer = asked(&[wrong]).await;
        refused(&answer, 401, "invalid_client");
        assert!(answer.headers.contains_key("www-authenticate"));
    }
}

#[tokio::test]
async fn a_password_is_taken_only_where_that_is_set() {
    let closed = TestHearth::start().await;
    member(&closed, "ada").await;
    let asked = |app: &Value, password: &str| {
        asking(app, "password", &[("username", "ada"), ("password", password), ("scope", "read write")])
    };
    let lantern = app(&closed, "read write").await;
    refused(&post(&closed, "/oauth/token", asked(&lantern, PASSWORD)).await, 400, "unsupported_grant_type");
    let open = TestHearth::with(|config| config.oauth.allow_password_grant = true).await;
    let ada = member(&open, "ada").await;
    let lantern = app(&open, "read write").await;
    let token = post(&open, "/oauth/token", asked(&lantern, PASSWORD)).await.ok();
    let text = token["access_token"].as_str().unwrap();
    let own = with_token(&open, text, Method::GET, "/api/v1/accounts/verify_credentials").await;
    assert_eq!(own.ok()["id"], ada.account.id.to_string());
    let tries = async || {
        let mut made = 0;
        for _ in 0..30 {
            let answer = post(&open, "/oauth/token", asked(&lantern, "a guess")).await;
            made += i32::from(answer.json["error"] == "invalid_grant");
        }
        made
    };
    assert_eq!(tries().await, 20);
    error(&post(&open, "/oauth/token", asked(&lantern, PASSWORD)).await, 429, "Too many requests");
}

#[tokio::test]
async fn only_the_app_of_a_token_gives_it_back() {
    let hearth = TestHearth::start().await;
    let (own, other) = (app(&hearth, "read").await, app(&hearth, "read").await);
    let token = post(&hearth, "/oauth/token", asking(&own, "client_credentials", &[])).await.ok();
    let text = token["access_token"].as_str().unwrap();
    let works =
        async || with_token(&hearth, text, Method::GET, "/api/v1/timelines/public").await.status.as_u16();
    let back = async |app: &Value, more: &[(&str, &str)]| {
        let mut all = vec![("token", text)];
        all.extend_from_slice(more);
        post(&hearth, "/oauth/revoke", asking(app, "", &all)).await
    };
    refused(&back(&other, &[]).await, 403, "unauthorized_client");
    refused(&back(&own, &[("client_secret", "wrong")]).await, 401, "invalid_client");
    refused(&back(&own, &[("token", "")]).await, 400, "invalid_request");
    assert_eq!(back(&own, &[("token", "no token at all")]).await.ok(), json!({}));
    let ada = hearth.person("ada").await;
    refused(&back(&own, &[("token", &ada.token)]).await, 403, "unauthorized_client");
    assert_eq!(works().await, 200);
    assert_eq!(back(&own, &[]).await.ok(), json!({}));
    assert_eq!(works().await, 401);
    assert_eq!(back(&own, &[]).await.ok(), json!({}));
}

#[tokio::test]
async fn the_server_says_what_it_can_do() {
    let hearth = TestHearth::start().await;
    let path = "/.well-known/oauth-authorization-server";
    let doc = unknown(&hearth, Method::GET, path).await.ok();
    assert_eq!(doc["issuer"], format!("{}/", hearth.base));
    assert_eq!(doc["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(doc["grant_types_supported"], json!(["authorization_code", "client_credentials"]));
    assert!(doc["scopes_supported"].as_array().unwrap().contains(&json!("write:statuses")));
    for (name, method) in [
        ("authorization_endpoint", Method::GET),
        ("token_endpoint", Method::POST),
        ("revocation_endpoint", Method::POST),
        ("userinfo_endpoint", Method::GET),
        ("app_registration_endpoint", Method::POST),
    ] {
        let place = doc[name].as_str().unwrap().strip_prefix(&hearth.base).unwrap().to_owned();
        let status = unknown(&hearth, method, &place).await.status.as_u16();
        assert!((400..=422).contains(&status) && status != 404 && status != 405, "{name}: {status}");
    }
    let open = TestHearth::with(|config| config.oauth.allow_password_grant = true).await;
    let doc = unknown(&open, Method::GET, path).await.ok();
    assert!(doc["grant_types_supported"].as_array().unwrap().contains(&json!("password")));
}

#[tokio::test]
async fn whose_a_token_is_can_be_asked() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    for method in [Method::GET, Method::POST] {
        let info = ada.ask(method, "/oauth/userinfo", None).await.ok();
        assert_eq!(info["sub"], ada.account.uri);
        assert_eq!((&info["preferred_username"], &info["profile"]), (&json!("ada"), &json!(ada.account.url)));
        assert!(info["picture"].as_str().unwrap().starts_with("http"));
    }
    let less = super::ask::limited(&hearth, &ada, "write").await;
    let scopes = "This action is outside the authorized scopes";
    error(&less.ask(Method::GET, "/oauth/userinfo", None).await, 403, scopes);
    error(
        &unknown(&hearth, Method::GET, "/oauth/userinfo").await,
        401,
        "This method requires an authenticated user",
    );
}

#[tokio::test]
async fn apps_in_browsers_reach_these_doors_from_anywhere() {
    let hearth = TestHearth::start().await;
    for path in
        ["/oauth/token", "/oauth/revoke", "/oauth/userinfo", "/.well-known/oauth-authorization-server"]
    {
        let asked = http()
            .request(Method::OPTIONS, format!("{}{path}", hearth.base))
            .header("origin", "https://app.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type");
        let answer = exchange(asked).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.status);
        assert_eq!(answer.headers["access-control-allow-origin"], "*", "{path}");
    }
    // An error can be read as well; the page on which people consent cannot.
    let origin = ("origin", "https://app.example");
    let request = http().post(format!("{}/oauth/token", hearth.base)).header(origin.0, origin.1);
    assert_eq!(exchange(request).await.is(400).headers["access-control-allow-origin"], "*");
    let page =
        exchange(http().get(format!("{}/oauth/authorize", hearth.base)).header(origin.0, origin.1)).await;
    assert!(!page.headers.contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn members_look_through_their_tokens_and_take_them_back() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let less = super::ask::limited(&hearth, &ada, "read").await;
    let list = ada.get("/api/hearth/v1/sessions").await;
    let of = |current: bool| {
        list.as_array().unwrap().iter().find(|one| one["current"] == current).unwrap().clone()
    };
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!((&of(false)["scopes"], &of(false)["app"]), (&json!(["read"]), &json!("less")));
    let path = format!("/api/hearth/v1/sessions/{}", of(false)["id"].as_str().unwrap());
    ben.ask(Method::DELETE, &path, None).await.is(404);
    less.ask(Method::DELETE, &path, None).await.is(403);
    less.get("/api/v1/preferences").await;
    ada.ask(Method::DELETE, &path, None).await.is(200);
    less.ask(Method::GET, "/api/v1/preferences", None).await.is(401);
    ada.ask(Method::DELETE, &path, None).await.is(404);
    assert_eq!(ada.get("/api/hearth/v1/sessions").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn apps_that_nobody_lets_in_are_forgotten() {
    let hearth = TestHearth::start().await;
    let (idle, busy) = (app(&hearth, "read").await, app(&hearth, "read").await);
    hearth.clock.step(TimeDelta::days(20));
    post(&hearth, "/oauth/token", asking(&busy, "client_credentials", &[])).await.is(200);
    hearth.clock.step(TimeDelta::days(20));
    assert_eq!(hearth_core::apps::remove::prune(&hearth.core).await.unwrap(), 1);
    refused(
        &post(&hearth, "/oauth/token", asking(&idle, "client_credentials", &[])).await,
        401,
        "invalid_client",
    );
    post(&hearth, "/oauth/token", asking(&busy, "client_credentials", &[])).await.is(200);
}
