//! The whole path of an app in a browser, and the attacks on it (attack case 52).

use super::browser::{Browser, PASSWORD, member};
use chrono::TimeDelta;
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Answer, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

/// The pair of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const BACK: &str = "https://app.example/back?from=hearth";
const SHOWN: &str = "urn:ietf:wg:oauth:2.0:oob";

async fn post(hearth: &TestHearth, path: &str, body: Value) -> Answer {
    exchange(http().post(format!("{}{path}", hearth.base)).json(&body)).await
}

async fn register(hearth: &TestHearth, redirect: &str, scopes: &str) -> Value {
    let body = json!({"client_name": "Lantern", "redirect_uris": redirect, "scopes": scopes});
    post(hearth, "/api/v1/apps", body).await.ok()
}

/// The address that an app opens; `more` wins over what it usually says.
fn asking(app: &Value, redirect: &str, more: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", app["client_id"].as_str().unwrap()),
        ("redirect_uri", redirect),
        ("scope", "read write"),
        ("state", "a&b=c"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(more);
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("/oauth/authorize?{query}")
}

const PKCE: [(&str, &str); 2] = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];

/// Lets an app in; where the browser is sent.
async fn allow(browser: &mut Browser, address: &str) -> String {
    let page = browser.get(address).await;
    page.is(200);
    let answer = browser.submit(&page, "/oauth/authorize", &[("decision", "allow")]).await;
    browser.sent(&answer)
}

/// A field of the query of an address.
fn field(address: &str, name: &str) -> Option<String> {
    let url =
        url::Url::parse(address).or_else(|_| url::Url::parse(&format!("http://here{address}"))).unwrap();
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

fn claim(app: &Value, code: &str, redirect: &str) -> Value {
    json!({
        "grant_type": "authorization_code", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "code": code, "redirect_uri": redirect,
    })
}

async fn exchanged(hearth: &TestHearth, mut claim: Value, change: Value) -> Answer {
    for (name, value) in change.as_object().unwrap() {
        claim[name] = value.clone();
    }
    post(hearth, "/oauth/token", claim).await
}

async fn own(hearth: &TestHearth, token: &Value) -> Answer {
    let path = format!("{}/api/v1/accounts/verify_credentials", hearth.base);
    exchange(http().request(Method::GET, path).bearer_auth(token["access_token"].as_str().unwrap())).await
}

#[track_caller]
fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.is(status).json["error"], error, "{}", answer.text);
    assert!(answer.json["error_description"].is_string());
}

#[tokio::test]
async fn the_whole_path_of_an_app_in_a_browser() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let app = register(&hearth, BACK, "read write follow push").await;
    let mut browser = Browser::new(&hearth);
    // With the slash that toot puts there; the way leads through the sign-in and back.
    let address = asking(&app, BACK, &PKCE).replace("authorize?", "authorize/?");
    let sent = browser.get(&address).await;
    let signin = browser.sent(&sent);
    let page = browser.get(&signin).await;
    let signed = browser.submit(&page, "/signin", &[("name", "ada"), ("password", PASSWORD)]).await;
    let consent = browser.sent(&signed);
    let page = browser.get(&consent).await;
    for words in ["Lantern", "https://app.example", "Read all", "Do all", &format!("@ada@{}", hearth.domain)]
    {
        assert!(page.is(200).text.contains(words), "{words}: {}", page.text);
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https://app.example;"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    let answer = browser.submit(&page, "/oauth/authorize", &[("decision", "allow")]).await;
    let back = browser.sent(&answer);
    assert!(back.starts_with("https://app.example/back?from=hearth&code="), "{back}");
    assert_eq!(field(&back, "state").as_deref(), Some("a&b=c"));
    // Phanpy has no secret then; the verifier is its proof.
    let body = json!({
        "grant_type": "authorization_code", "client_id": app["client_id"], "code": field(&back, "code"),
        "redirect_uri": BACK, "code_verifier": VERIFIER, "scope": "read write admin:write",
    });
    let answer = post(&hearth, "/oauth/token", body).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let token = answer.ok();
    assert_eq!((token["token_type"].as_str(), token["scope"].as_str()), (Some("Bearer"), Some("read write")));
    assert_eq!(token["created_at"], hearth.core.now().timestamp());
    assert_eq!(own(&hearth, &token).await.ok()["acct"], "ada");
    // It is listed, and given back.
    assert!(browser.get("/access").await.text.contains("Lantern"));
    let body = json!({"client_id": app["client_id"], "client_secret": app["client_secret"],
        "token": token["access_token"]});
    assert_eq!(post(&hearth, "/oauth/revoke", body).await.ok(), json!({}));
    own(&hearth, &token).await.is(401);
    assert!(!browser.get("/access").await.text.contains("Lantern"));
}

#[tokio::test]
async fn a_code_is_shown_to_apps_that_cannot_be_sent_back_to() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let app = register(&hearth, SHOWN, "read").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let place = allow(&mut browser, &asking(&app, SHOWN, &[("scope", "read:accounts")])).await;
    let code = field(&place, "code").unwrap();
    let page = browser.get(&place).await;
    assert!(page.is(200).text.contains(&format!("<code>{code}</code>")));
    browser.get("/oauth/authorize/native?code=Call+this+number").await.is(404);
    let request = http().post(format!("{}/oauth/token", hearth.base));
    let request = request.basic_auth(app["client_id"].as_str().unwrap(), app["client_secret"].as_str());
    let body = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": SHOWN});
    let token = exchange(request.json(&body)).await.ok();
    assert_eq!(token["scope"], "read:accounts");
    assert_eq!(own(&hearth, &token).await.ok()["acct"], "ada");
}

#[tokio::test]
async fn apps_on_phones_are_opened_by_their_scheme() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    for (redirect, start, action) in [
        ("icecubesapp://", "icecubesapp://?code=", "'self' icecubesapp:;"),
        (
            "oauth2redirect://com.example.app/",
            "oauth2redirect://com.example.app/?code=",
            "'self' oauth2redirect:;",
        ),
        ("http://localhost:3000/done", "http://localhost:3000/done?code=", "'self' http://localhost:3000;"),
    ] {
        let app = register(&hearth, redirect, "read write").await;
        let address = asking(&app, redirect, &PKCE);
        let page = browser.get(&address).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains(action), "{policy}");
        let place = allow(&mut browser, &address).await;
        assert!(place.starts_with(start), "{place}");
        let claim = claim(&app, &field(&place, "code").unwrap(), redirect);
        exchanged(&hearth, claim, json!({"code_verifier": VERIFIER})).await.is(200);
    }
}

#[tokio::test]
async fn a_member_may_say_no() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let app = register(&hearth, BACK, "read write").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let page = browser.get(&asking(&app, BACK, &[])).await;
    let answer = browser.submit(&page, "/oauth/authorize", &[("decision", "deny")]).await;
    let back = browser.sent(&answer);
    assert_eq!(back, "https://app.example/back?from=hearth&error=access_denied&state=a%26b%3Dc");
    assert_eq!(hearth.database.count("grants").await, 0);
}

#[tokio::test]
async fn an_app_can_have_the_sign_in_asked_for_again() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    member(&hearth, "ben").await;
    let app = register(&hearth, BACK, "read write").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let sent = browser.get(&asking(&app, BACK, &[("force_login", "true")])).await;
    let page = {
        let path = browser.sent(&sent);
        browser.get(&path).await
    };
    let signed = browser.submit(&page, "/signin", &[("name", "ben"), ("password", PASSWORD)]).await;
    let place = {
        let path = browser.sent(&signed);
        allow(&mut browser, &path).await
    };
    let token = exchanged(&hearth, claim(&app, &field(&place, "code").unwrap(), BACK), json!({})).await.ok();
    assert_eq!(own(&hearth, &token).await.ok()["acct"], "ben");
    browser.get(&asking(&app, BACK, &[("force_login", "false")])).await.is(200);
}

#[tokio::test]
async fn what_an_app_may_not_ask_is_told_on_a_page_and_leads_nowhere() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let app = register(&hearth, BACK, "read write").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let long = "x".repeat(43);
    for more in [
        [("client_id", "unknown")].as_slice(),
        &[("redirect_uri", "https://app.example/back")],
        &[("redirect_uri", "https://app.example/back?from=hearth&x=1")],
        &[("redirect_uri", "https://app.example/back?from=hearth#x")],
        &[("redirect_uri", "https://app.example.evil.example/back?from=hearth")],
        &[("redirect_uri", "https://app.example@evil.example/back?from=hearth")],
        &[("redirect_uri", "https://APP.example/back?from=hearth")],
        &[("redirect_uri", "http://app.example/back?from=hearth")],
        &[("redirect_uri", "javascript:alert(1)")],
        &[("redirect_uri", SHOWN)],
        &[("redirect_uri", "")],
        &[("response_type", "token")],
        &[("response_type", "")],
        &[("scope", "read write follow")],
        &[("scope", "read nonsense")],
        &[("scope", "admin:read")],
        &[("code_challenge", VERIFIER), ("code_challenge_method", "plain")],
        &[("code_challenge", CHALLENGE)],
        &[("code_challenge_method", "S256")],
        &[("code_challenge", "short"), ("code_challenge_method", "S256")],
        &[("code_challenge", &format!("{long}=")), ("code_challenge_method", "S256")],
    ] {
        let address = asking(&app, BACK, more);
        let page = browser.get(&address).await;
        assert_eq!(page.status, 400, "{more:?}: {}", page.text);
        assert!(!page.headers.contains_key("location"), "{more:?}");
        // The same when the form itself is changed.
        let good = browser.get(&asking(&app, BACK, &PKCE)).await;
        let token = super::browser::hidden(&good.text, "/oauth/authorize").remove(0).1;
        let query = address.split_once('?').unwrap().1.to_owned();
        let mut fields: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        fields.push(("token".to_owned(), token));
        fields.push(("decision".to_owned(), "allow".to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        browser.post("/oauth/authorize", &fields).await.is(400);
    }
    let twice = format!("{}&redirect_uri=https%3A%2F%2Fevil.example%2F", asking(&app, BACK, &[]));
    browser.get(&twice).await.is(400);
    assert_eq!(hearth.database.count("grants").await, 0);
    // And the twin.
    browser.get(&asking(&app, BACK, &[("scope", "read:statuses write:media")])).await.is(200);
}

#[tokio::test]
async fn a_code_is_good_for_its_app_its_address_and_its_verifier() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let (app, other) =
        (register(&hearth, BACK, "read write").await, register(&hearth, BACK, "read write").await);
    let mut browser = Browser::of(&hearth, "ada").await;
    let place = allow(&mut browser, &asking(&app, BACK, &PKCE)).await;
    let code = field(&place, "code").unwrap();
    let claim = claim(&app, &code, BACK);
    let verified = json!({"code_verifier": VERIFIER});
    for (change, status, error) in [
        (json!({"client_id": "unknown"}), 401, "invalid_client"),
        (json!({"client_secret": "wrong"}), 401, "invalid_client"),
        (
            json!({"client_id": other["client_id"], "client_secret": other["client_secret"],
            "code_verifier": VERIFIER}),
            400,
            "invalid_grant",
        ),
        (
            json!({"redirect_uri": "https://app.example/back", "code_verifier": VERIFIER}),
            400,
            "invalid_grant",
        ),
        (json!({"code_verifier": "x".repeat(43)}), 400, "invalid_grant"),
        (json!({"code_verifier": CHALLENGE}), 400, "invalid_grant"),
        (json!({}), 400, "invalid_grant"),
        (json!({"client_secret": ""}), 401, "invalid_client"),
        (json!({"code": "guess", "code_verifier": VERIFIER}), 400, "invalid_grant"),
        (json!({"code": ""}), 400, "invalid_request"),
        (json!({"grant_type": "refresh_token"}), 400, "unsupported_grant_type"),
        (json!({"grant_type": ""}), 400, "invalid_request"),
    ] {
        refused(&exchanged(&hearth, claim.clone(), change).await, status, error);
    }
    let token = exchanged(&hearth, claim.clone(), verified.clone()).await.ok();
    own(&hearth, &token).await.is(200);
    // A code that comes again was stolen: what was made of it is taken back.
    refused(&exchanged(&hearth, claim, verified).await, 400, "invalid_grant");
    own(&hearth, &token).await.is(401);
}

#[tokio::test]
async fn a_code_without_a_challenge_takes_the_secret_and_no_verifier() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let app = register(&hearth, BACK, "read write").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let place = allow(&mut browser, &asking(&app, BACK, &[])).await;
    let claim = claim(&app, &field(&place, "code").unwrap(), BACK);
    refused(
        &exchanged(&hearth, claim.clone(), json!({"code_verifier": VERIFIER})).await,
        400,
        "invalid_grant",
    );
    let bare = json!({"client_secret": "", "code_verifier": VERIFIER});
    refused(&exchanged(&hearth, claim.clone(), bare).await, 400, "invalid_grant");
    refused(&exchanged(&hearth, claim.clone(), json!({"client_secret": ""})).await, 401, "invalid_client");
    exchanged(&hearth, claim, json!({})).await.is(200);
}

#[tokio::test]
async fn codes_end_after_ten_minutes_and_with_the_password() {
    let hearth = TestHearth::start().await;
    let ada = member(&hearth, "ada").await;
    let app = register(&hearth, BACK, "read write").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let late = {
        let place = allow(&mut browser, &asking(&app, BACK, &[])).await;
        field(&place, "code").unwrap()
    };
    hearth.clock.step(TimeDelta::minutes(11));
    refused(&exchanged(&hearth, claim(&app, &late, BACK), json!({})).await, 400, "invalid_grant");
    let place = allow(&mut browser, &asking(&app, BACK, &[])).await;
    let code = field(&place, "code").unwrap();
    hearth_core::signin::password::set(&hearth.core, ada.account.id, "a longer new one").await.unwrap();
    refused(&exchanged(&hearth, claim(&app, &code, BACK), json!({})).await, 400, "invalid_grant");
}

#[tokio::test]
async fn two_that_bring_one_code_get_one_token_at_most() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let app = register(&hearth, BACK, "read write").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let place = allow(&mut browser, &asking(&app, BACK, &[])).await;
    let claim = claim(&app, &field(&place, "code").unwrap(), BACK);
    let all = (0..8).map(|_| exchanged(&hearth, claim.clone(), json!({})));
    let answers = futures::future::join_all(all).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(hearth.database.number("SELECT count(*) FROM tokens WHERE app_id IS NOT NULL").await, 1);
}

#[tokio::test]
async fn a_member_shows_apps_and_browsers_the_door_and_only_their_own() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (member(&hearth, "ada").await, member(&hearth, "ben").await);
    let (mut of_ada, mut of_ben) = (Browser::of(&hearth, "ada").await, Browser::of(&hearth, "ben").await);
    let second = Browser::of(&hearth, "ada").await;
    let page = of_ada.get("/access").await;
    let doors = |kind: &str| -> Vec<String> {
        let start = format!("action=\"/access/{kind}/");
        page.text.split(&start).skip(1).map(|rest| rest.split_once('"').unwrap().0.to_owned()).collect()
    };
    let (apps, browsers) = (doors("apps"), doors("browsers"));
    assert_eq!((apps.len(), browsers.len()), (1, 2));
    let foreign = {
        let page = of_ben.get("/access").await;
        super::browser::hidden(&page.text, "/signout").remove(0).1
    };
    for path in [format!("/access/apps/{}", apps[0]), format!("/access/browsers/{}", browsers[0])] {
        of_ben.post(&path, &[("token", &foreign)]).await.is(404);
    }
    ada.get("/api/v1/preferences").await;
    of_ada.submit(&page, &format!("/access/apps/{}", apps[0]), &[]).await.is(303);
    ada.ask(Method::GET, "/api/v1/preferences", None).await.is(401);
    ben.get("/api/v1/preferences").await;
    for id in browsers {
        of_ada.submit(&page, &format!("/access/browsers/{id}"), &[]).await;
    }
    for mut browser in [of_ada, second] {
        browser.get("/access").await.is(303);
    }
    of_ben.get("/access").await.is(200);
}
