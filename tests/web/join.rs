//! Somebody makes an account on the page for it, where that is allowed.

use super::browser::{Browser, PASSWORD, member};
use hearth_core::page::Page;
use hearth_core::signup::{Mode, approve, invite, waiting};
use hearth_testkit::{Answer, TestHearth};

const TYPED: [(&str, &str); 4] =
    [("name", "dora"), ("email", "dora@post.example"), ("password", PASSWORD), ("agrees", "yes")];

async fn hearth(mode: Mode) -> TestHearth {
    TestHearth::with(|config| {
        config.registrations.mode = mode;
        config.registrations.message = "Ask Olive <if> in doubt.".to_owned();
        config.instance.rules = vec!["Be kind & brave.".to_owned()];
    })
    .await
}

async fn join(browser: &mut Browser, typed: &[(&str, &str)]) -> Answer {
    let page = browser.get("/join").await;
    browser.submit(page.is(200), "/join", typed).await
}

#[tokio::test]
async fn an_open_door_leads_home() {
    let hearth = hearth(Mode::Open).await;
    let mut browser = Browser::new(&hearth);
    for path in ["/", "/signin"] {
        assert!(browser.get(path).await.text.contains("href=\"/join\""), "{path}");
    }
    let page = browser.get("/join").await;
    assert_eq!(page.is(200).headers["cache-control"], "no-store");
    for words in ["Be kind &#38; brave.", "Ask Olive &#60;if&#62; in doubt.", &hearth.domain] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let planted = browser.clone();
    let came = browser.submit(&page, "/join", &TYPED).await;
    assert_eq!(browser.sent(&came), "/home");
    browser.get("/home").await.is(200);
    // Whoever planted the cookie of before is not signed in (session fixation).
    let mut planted = planted;
    planted.get("/home").await.is(303);
    Browser::new(&hearth).sign_in("dora", PASSWORD).await.is(303);
    Browser::new(&hearth).sign_in("dora@post.example", PASSWORD).await.is(303);
}

#[tokio::test]
async fn all_that_is_to_be_mended_is_said_at_once() {
    let hearth = hearth(Mode::Open).await;
    member(&hearth, "ada").await;
    let mut browser = Browser::new(&hearth);
    let wrong = [("name", "Ada B"), ("email", "<b>"), ("password", "short")];
    let answer = join(&mut browser, &wrong).await;
    for field in ["name", "email", "password", "agrees"] {
        let mark = format!("aria-describedby=\"{field}-problem\"");
        assert!(answer.is(422).text.contains(&mark), "{field}: {}", answer.text);
        assert!(answer.text.contains(&format!("id=\"{field}-problem\"")), "{field}");
    }
    // What was typed is still there, but for the password.
    assert!(answer.text.contains("value=\"Ada B\"") && answer.text.contains("value=\"&#60;b&#62;\""));
    assert!(!answer.text.contains("short\""));
    let taken = browser.submit(&answer, "/join", &[&[("name", "ada")], &TYPED[1..]].concat()).await;
    assert!(taken.is(422).text.contains("Somebody has this name"), "{}", taken.text);
    assert_eq!(hearth.database.count("members").await, 1);
    // A form of another site makes nobody.
    Browser::new(&hearth).post("/join", &TYPED).await.is(403);
    assert_eq!(hearth.database.count("members").await, 1);
}

#[tokio::test]
async fn an_invitation_lets_one_in() {
    let hearth = hearth(Mode::Invite).await;
    let code = invite(&hearth.core, 1, None).await.unwrap();
    let mut browser = Browser::new(&hearth);
    for wrong in ["", "no-such-code"] {
        let typed = [&TYPED[..], &[("code", wrong)]].concat();
        let answer = join(&mut browser, &typed).await;
        assert!(answer.is(422).text.contains("id=\"code-problem\""), "{}", answer.text);
    }
    let linked = browser.get(&format!("/join?code={code}")).await;
    assert!(linked.is(200).text.contains(&format!("value=\"{code}\"")));
    let typed = [&TYPED[..], &[("code", &code)]].concat();
    let came = browser.submit(&linked, "/join", &typed).await;
    assert_eq!(browser.sent(&came), "/home");
    let second =
        [("name", "emil"), ("email", "emil@post.example"), ("password", PASSWORD), ("agrees", "yes")];
    let second = join(&mut Browser::new(&hearth), &[&second[..], &[("code", &code)]].concat()).await;
    assert!(second.is(422).text.contains("This invitation does not hold"), "{}", second.text);
}

#[tokio::test]
async fn who_asks_waits_and_comes_in_with_the_same_password() {
    let hearth = hearth(Mode::Application).await;
    let olive = hearth.owner("olive").await;
    let mut browser = Browser::new(&hearth);
    let silent = join(&mut browser, &TYPED).await;
    assert!(silent.is(422).text.contains("id=\"reason-problem\""), "{}", silent.text);
    let typed = [&TYPED[..], &[("reason", "I want to tell of the mill")]].concat();
    let asked = join(&mut browser, &typed).await;
    assert_eq!(browser.sent(&asked), "/join/asked");
    assert!(browser.get("/join/asked").await.is(200).text.contains("Thank you for asking"));
    browser.get("/home").await.is(303);
    Browser::new(&hearth).sign_in("dora", PASSWORD).await.is(422);
    let list = waiting(&hearth.core, Some(olive.account.id), Page::first(10)).await.unwrap();
    assert_eq!(list[0].reason, "I want to tell of the mill");
    approve(&hearth.core, Some(olive.account.id), list[0].id).await.unwrap();
    Browser::new(&hearth).sign_in("dora", PASSWORD).await.is(303);
    assert_eq!(hearth.database.count("tokens").await, 1, "that of olive: nobody came through an app");
}

#[tokio::test]
async fn a_closed_door_says_so() {
    let hearth = hearth(Mode::Closed).await;
    let mut browser = Browser::new(&hearth);
    assert!(!browser.get("/").await.text.contains("href=\"/join\""));
    let page = browser.get("/join").await;
    assert!(page.is(200).text.contains("Nobody can make an account here"), "{}", page.text);
    assert!(!page.text.contains("<form"));
    // Not even with a form that was given before the door was closed.
    let signin = browser.get("/signin").await;
    let token = super::browser::hidden(&signin.text, "/signin").remove(0).1;
    browser.post("/join", &[&TYPED[..], &[("token", &token)]].concat()).await.is(403);
    assert_eq!(hearth.database.count("members").await, 0);
}

#[tokio::test]
async fn one_address_makes_few_accounts() {
    let hearth = TestHearth::with(|config| {
        config.registrations.mode = Mode::Open;
        config.registrations.per_address = 1;
    })
    .await;
    join(&mut Browser::new(&hearth), &TYPED).await.is(303);
    let second =
        [("name", "emil"), ("email", "emil@post.example"), ("password", PASSWORD), ("agrees", "yes")];
    let answer = join(&mut Browser::new(&hearth), &second).await;
    assert!(answer.is(429).text.contains("too many tries"), "{}", answer.text);
}
