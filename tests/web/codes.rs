//! One-time codes and recovery codes (attack case 56).

use super::browser::{Browser, PASSWORD, member};
use chrono::TimeDelta;
use hearth_core::signin::second::totp;
use hearth_testkit::{Answer, TestHearth};

/// The key that a page shows, as bytes.
fn key(page: &Answer) -> Vec<u8> {
    let (_, rest) = page.is(200).text.split_once("<code>").unwrap();
    let text = rest.split_once("</code>").unwrap().0;
    assert!(page.text.contains("otpauth://totp/"), "{}", page.text);
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let number = if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 };
        (held, bits) = ((held << 5) | u32::from(number), bits + 5);
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits).unwrap());
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

fn now(hearth: &TestHearth, key: &[u8]) -> String {
    totp::code(key, hearth.core.now().timestamp() / 30)
}

/// Turns them on; answers the key and the recovery codes.
async fn enrol(hearth: &TestHearth, browser: &mut Browser) -> (Vec<u8>, Vec<String>) {
    let page = browser.get("/access").await;
    browser.submit(&page, "/access/codes/begin", &[("password", "not mine")]).await.is(422);
    let begun = browser.submit(&page, "/access/codes/begin", &[("password", PASSWORD)]).await;
    let key = key(&begun);
    browser.submit(&begun, "/access/codes/confirm", &[("code", "000000x")]).await.is(422);
    // Nothing is asked for until the phone has shown that it has the key.
    Browser::of(hearth, "ada").await.get("/access").await.is(200);
    let code = now(hearth, &key);
    let done = browser.submit(&begun, "/access/codes/confirm", &[("code", &code)]).await;
    let codes: Vec<String> = done
        .is(200)
        .text
        .split("<code>")
        .skip(1)
        .map(|rest| rest.split_once("</code>").unwrap().0.to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    hearth.clock.step(TimeDelta::seconds(30));
    (key, codes)
}

/// A browser that has given the password; the page that asks for the code.
async fn half(hearth: &TestHearth) -> (Browser, Answer) {
    let mut browser = Browser::new(hearth);
    let answer = browser.sign_in("ada", PASSWORD).await;
    let path = browser.sent(&answer);
    assert!(path.starts_with("/signin/code?next="), "{path}");
    let page = browser.get(&path).await;
    (browser, page)
}

#[tokio::test]
async fn the_password_alone_opens_nothing_then() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let (key, recovery) = enrol(&hearth, &mut Browser::of(&hearth, "ada").await).await;
    let (mut browser, page) = half(&hearth).await;
    browser.get("/access").await.is(303);
    browser.submit(&page, "/signin/code", &[("code", "123")]).await.is(422);
    browser.get("/access").await.is(303);
    let code = now(&hearth, &key);
    let before = browser.session().to_owned();
    let opened = browser.submit(&page, "/signin/code", &[("code", &code)]).await;
    assert_eq!(browser.sent(&opened), "/home");
    assert_ne!(browser.session(), before);
    browser.get("/access").await.is(200);
    // A code that was looked at over a shoulder is used up.
    let (mut thief, page) = half(&hearth).await;
    thief.submit(&page, "/signin/code", &[("code", &code)]).await.is(422);
    // A recovery code opens once, however it is typed.
    let typed = recovery[3].to_uppercase().replace('-', " ");
    thief.submit(&page, "/signin/code", &[("code", &typed)]).await.is(303);
    let (mut again, page) = half(&hearth).await;
    again.submit(&page, "/signin/code", &[("code", &recovery[3])]).await.is(422);
    again.submit(&page, "/signin/code", &[("code", &recovery[4])]).await.is(303);
}

#[tokio::test]
async fn codes_cannot_be_guessed_and_the_wait_ends() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let mut own = Browser::of(&hearth, "ada").await;
    let (key, _) = enrol(&hearth, &mut own).await;
    let (mut thief, page) = half(&hearth).await;
    let mut tried = 0;
    for number in 0..30 {
        let guess = format!("{number:07}");
        let answer = thief.submit(&page, "/signin/code", &[("code", &guess)]).await;
        tried += i32::from(answer.status.as_u16() == 422);
    }
    assert_eq!(tried, 20);
    let right = now(&hearth, &key);
    thief.submit(&page, "/signin/code", &[("code", &right)]).await.is(429);
    // Her own browser is not held up by that.
    let path = {
        let answer = own.sign_in("ada", PASSWORD).await;
        own.sent(&answer)
    };
    let page = own.get(&path).await;
    own.submit(&page, "/signin/code", &[("code", &right)]).await.is(303);
}

#[tokio::test]
async fn the_second_step_is_waited_for_ten_minutes() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let (key, _) = enrol(&hearth, &mut Browser::of(&hearth, "ada").await).await;
    let (mut browser, page) = half(&hearth).await;
    hearth.clock.step(TimeDelta::minutes(11));
    let code = now(&hearth, &key);
    let late = browser.submit(&page, "/signin/code", &[("code", &code)]).await;
    assert!(browser.sent(&late).starts_with("/signin?next="));
    browser.get("/access").await.is(303);
}

#[tokio::test]
async fn they_are_given_up_with_the_password() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let mut own = Browser::of(&hearth, "ada").await;
    enrol(&hearth, &mut own).await;
    let page = own.get("/access").await;
    own.submit(&page, "/access/codes/end", &[("password", "not mine")]).await.is(422);
    half(&hearth).await;
    own.submit(&page, "/access/codes/end", &[("password", PASSWORD)]).await.is(303);
    Browser::of(&hearth, "ada").await.get("/access").await.is(200);
    assert_eq!(hearth.database.count("recovery_codes").await, 0);
}
