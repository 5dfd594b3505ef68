//! Signing in and out, and what keeps others from doing it in somebody's name (attack cases 54 to 57).

use super::browser::{Browser, PASSWORD, hidden, member};
use chrono::TimeDelta;
use hearth_testkit::TestHearth;

#[tokio::test]
async fn a_member_signs_in_and_out() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let mut browser = Browser::new(&hearth);
    let shut = browser.get("/access").await;
    assert_eq!(browser.sent(&shut), "/signin?next=%2Faccess");
    let long_way = browser.get("/signin?next=%2Faccess").await;
    assert_eq!(long_way.headers["cache-control"], "no-store");
    let signed = browser.submit(&long_way, "/signin", &[("name", "@Ada"), ("password", PASSWORD)]).await;
    assert_eq!(browser.sent(&signed), "/access");
    let page = browser.get("/access").await;
    assert!(page.is(200).text.contains(&format!("@ada@{}", hearth.domain)));
    assert_eq!(page.headers["cache-control"], "no-store");
    let before = browser.clone();
    let out = browser.submit(&page, "/signout", &[]).await;
    assert_eq!(browser.sent(&out), "/");
    // Who kept the cookie has nothing.
    let mut thief = before;
    thief.get("/access").await.is(303);
    browser.get("/access").await.is(303);
}

#[tokio::test]
async fn names_handles_and_addresses_are_understood() {
    let hearth = TestHearth::start().await;
    let ada = member(&hearth, "ada").await;
    hearth_core::members::appoint::reach_at(&hearth.core, ada.account.id, "Ada@mail.example").await.unwrap();
    for name in ["ada", " ADA ", "@ada", &format!("ada@{}", hearth.domain), "ada@MAIL.example"] {
        Browser::new(&hearth).sign_in(name, PASSWORD).await.is(303);
    }
    for name in ["", "ben", "ada@other.example", "@", "a\0da", "%"] {
        let status = Browser::new(&hearth).sign_in(name, PASSWORD).await.status.as_u16();
        assert!((400..500).contains(&status), "{name}: {status}");
    }
    hearth_core::accounts::suspend::suspend(&hearth.core, &ada.account).await.unwrap();
    Browser::new(&hearth).sign_in("ada", PASSWORD).await.is(422);
}

#[tokio::test]
async fn whether_a_name_exists_is_not_told() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    hearth.person("ben").await;
    let mut answers = Vec::new();
    for name in ["ada", "ben", "cleo"] {
        let mut browser = Browser::new(&hearth);
        let answer = browser.sign_in(name, "wrong password").await;
        answer.is(422);
        let token = hidden(&answer.text, "/signin").remove(0).1;
        answers.push(answer.text.replace(&token, "").replace(name, ""));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn a_form_of_another_site_does_nothing() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let typed = [("name", "ada"), ("password", PASSWORD)];
    // Login CSRF: no cookie, no token; a cookie without its token; another browser's token.
    Browser::new(&hearth).post("/signin", &typed).await.is(403);
    let mut browser = Browser::new(&hearth);
    let page = browser.get("/signin").await;
    browser.post("/signin", &typed).await.is(403);
    let mut other = Browser::new(&hearth);
    other.get("/signin").await;
    other.submit(&page, "/signin", &typed).await.is(403);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let mut browser = browser.clone();
        browser.headers.push((name, value.to_owned()));
        browser.submit(&page, "/signin", &typed).await.is(403);
    }
    assert_eq!(hearth.database.count("web_sessions").await, 0);
    // And its twin, as browsers send it from our own page.
    browser.headers.push(("sec-fetch-site", "same-origin".to_owned()));
    browser.headers.push(("origin", hearth.base.clone()));
    browser.submit(&page, "/signin", &typed).await.is(303);
    // Signed in, the same holds for what the member can do.
    browser.headers.clear();
    for action in ["/signout", "/access/password", "/access/codes/begin", "/oauth/authorize"] {
        browser
            .post(action, &[("token", "guess"), ("password", PASSWORD), ("new", "another one")])
            .await
            .is(403);
        browser.post(action, &[]).await.is(403);
    }
    browser.get("/access").await.is(200);
}

#[tokio::test]
async fn a_planted_session_is_not_the_one_that_signs_in() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let mut victim = Browser::new(&hearth);
    victim.get("/signin").await;
    let planted = victim.clone();
    victim.sign_in("ada", PASSWORD).await.is(303);
    assert_ne!(victim.session(), planted.session());
    planted.clone().get("/access").await.is(303);
    victim.get("/access").await.is(200);
    // Nor does the session of an earlier sign-in live on.
    let earlier = victim.clone();
    victim.sign_in("ada", PASSWORD).await.is(303);
    earlier.clone().get("/access").await.is(303);
}

#[tokio::test]
async fn signing_in_leads_nowhere_else() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    for (next, place) in [
        ("/@ada", "/@ada"),
        ("/tags/rain?x=1", "/tags/rain?x=1"),
        ("https://evil.example/", "/home"),
        ("//evil.example/", "/home"),
        ("/\\evil.example", "/home"),
        ("/..//evil.example", "/home"),
        ("/\t/evil.example", "/home"),
        ("javascript:alert(1)", "/home"),
        ("evil", "/home"),
        ("", "/home"),
    ] {
        let mut browser = Browser::new(&hearth);
        let query = url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
        let page = browser.get(&format!("/signin?next={query}")).await;
        let typed = [("name", "ada"), ("password", PASSWORD)];
        let signed = browser.submit(&page, "/signin", &typed).await;
        assert_eq!(browser.sent(&signed), place, "{next}");
        // The field of the form is not believed either.
        let page = browser.get("/signin").await;
        let token = hidden(&page.text, "/signin").remove(0).1;
        let signed = browser
            .post("/signin", &[("token", &token), ("next", next), ("name", "ada"), ("password", PASSWORD)])
            .await;
        assert_eq!(browser.sent(&signed), place, "{next}");
    }
}

/// Wrong tries at an account, each from another address; how many were really made.
async fn guess(hearth: &TestHearth, name: &str, tries: u8) -> u8 {
    let mut made = 0;
    for number in 0..tries {
        let mut stranger = Browser::new(hearth);
        stranger.headers.push(("x-forwarded-for", format!("198.51.100.{number}")));
        if stranger.sign_in(name, "a guess, and wrong").await.status.as_u16() != 429 {
            made += 1;
        }
    }
    made
}

#[tokio::test]
async fn guessing_is_slow_and_does_not_lock_the_member_out() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let mut own = Browser::of(&hearth, "ada").await;
    assert_eq!(guess(&hearth, "ada", 40).await, 20);
    // Names that nobody has are throttled alike, so that this tells nothing either.
    assert_eq!(guess(&hearth, "nobody", 40).await, 20);
    // Now even the right password is not tried from a browser that is not known here…
    let mut stranger = Browser::new(&hearth);
    let late = stranger.sign_in("ada", PASSWORD).await;
    assert!(late.is(429).text.contains("minutes"), "{}", late.text);
    // …but in the one in which she signed in before, also after she signed out.
    let page = own.get("/access").await;
    own.submit(&page, "/signout", &[]).await.is(303);
    own.sign_in("ada", PASSWORD).await.is(303);
    // And nobody is locked out for good.
    hearth.clock.step(TimeDelta::minutes(61));
    stranger.sign_in("ada", PASSWORD).await.is(303);
}

#[tokio::test]
async fn one_address_guesses_at_few_accounts_whatever_it_says_of_itself() {
    let hearth = TestHearth::with(|config| config.server.trusted_proxies.clear()).await;
    member(&hearth, "ada").await;
    let mut refused = 0;
    for number in 0..110 {
        let mut stranger = Browser::new(&hearth);
        stranger.headers.push(("x-forwarded-for", format!("198.51.100.{number}")));
        if stranger.sign_in(&format!("name{number}"), "a guess").await.status.as_u16() == 429 {
            refused += 1;
        }
    }
    assert_eq!(refused, 10);
}

#[tokio::test]
async fn a_new_password_closes_what_the_old_one_opened() {
    let hearth = TestHearth::start().await;
    let ada = member(&hearth, "ada").await;
    let (mut here, mut there) = (Browser::of(&hearth, "ada").await, Browser::of(&hearth, "ada").await);
    let own = "/api/v1/accounts/verify_credentials";
    ada.get(own).await;
    let page = here.get("/access").await;
    let change = async |browser: &mut Browser, old: &str, new: &str| {
        browser.submit(&page, "/access/password", &[("password", old), ("new", new)]).await
    };
    change(&mut here, "not the old one", "a longer new one").await.is(422);
    change(&mut here, PASSWORD, "short").await.is(422);
    ada.get(own).await;
    change(&mut here, PASSWORD, "a longer new one").await.is(303);
    ada.ask(reqwest::Method::GET, own, None).await.is(401);
    there.get("/access").await.is(303);
    here.get("/access").await.is(200);
    there.sign_in("ada", PASSWORD).await.is(422);
    there.sign_in("ada", "a longer new one").await.is(303);
}

#[tokio::test]
async fn what_opens_doors_is_kept_as_hashes() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let browser = Browser::of(&hearth, "ada").await;
    assert_eq!(browser.cookies.len(), 2);
    for (table, text) in browser
        .cookies
        .values()
        .flat_map(|value| [("web_sessions", value.as_str()), ("devices", value)])
        .chain([("members", PASSWORD)])
    {
        let found = format!("SELECT count(*) FROM {table} t WHERE t::text LIKE '%{text}%'");
        assert_eq!(hearth.database.number(&found).await, 0, "{table}");
    }
    let hashed = "SELECT count(*) FROM members WHERE password LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";
    assert_eq!(hearth.database.number(hashed).await, 1);
}
