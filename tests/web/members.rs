//! What members read and write on pages, through the forms that the pages give them.

use super::browser::{Browser, member};
use chrono::TimeDelta;
use hearth_testkit::{Answer, TestHearth, settle};
use reqwest::Method;
use serde_json::json;

/// The address of a story's page for members, from what the client API says of it.
fn place(status: &serde_json::Value) -> String {
    format!("/stories/{}", status["id"].as_str().unwrap())
}

async fn act(browser: &mut Browser, place: &str, what: &str) -> Answer {
    let page = browser.get(place).await;
    browser.submit(page.is(200), &format!("{place}/act"), &[("do", what)]).await
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_sign_in_and_back() {
    let hearth = TestHearth::start().await;
    let ada = member(&hearth, "ada").await;
    let told = ada.tell("Once").await;
    let mut browser = Browser::new(&hearth);
    for path in
        ["/home", "/heard", "/bookmarks", "/notifications", "/write?answers=1", "/drafts", &place(&told)]
    {
        let answer = browser.get(path).await;
        let sent = browser.sent(&answer);
        let next = url::form_urlencoded::byte_serialize(path.as_bytes()).collect::<String>();
        assert_eq!(sent, format!("/signin?next={next}"));
    }
    let page = browser.get("/signin?next=%2Fheard").await;
    let typed = [("name", "ada"), ("password", super::browser::PASSWORD)];
    let answer = browser.submit(&page, "/signin", &typed).await;
    assert_eq!(browser.sent(&answer), "/heard");
}

#[tokio::test]
async fn a_first_story_can_be_taken_back_and_is_told_when_its_time_is_over() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let page = browser.get("/write").await;
    assert!(page.is(200).text.contains("first story"), "{}", page.text);
    let typed = [("title", "Rain"), ("text", "It *rained*."), ("audience", "public"), ("wish", "relate")];

    let seen = browser.submit(&page, "/write", &[&typed[..], &[("do", "look")]].concat()).await;
    assert!(
        seen.is(200).text.contains("<em>rained</em>") && seen.text.contains("It *rained*."),
        "{}",
        seen.text
    );

    let answer = browser.submit(&seen, "/write", &[&typed[..], &[("do", "tell")]].concat()).await;
    assert_eq!(browser.sent(&answer), "/drafts");
    let waiting = browser.get("/drafts").await;
    assert!(waiting.is(200).text.contains("About to be told") && waiting.text.contains("Rain"));
    assert!(!hearth_page(&hearth, "/").await.text.contains("Rain"));
    let (_, id) = waiting.text.split_once("action=\"/drafts/").unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let back = browser.submit(&waiting, &format!("/drafts/{id}"), &[("do", "back")]).await;
    assert_eq!(browser.sent(&back), "/drafts");
    hearth.step(TimeDelta::minutes(30)).await;
    assert!(!hearth_page(&hearth, "/").await.text.contains("Rain"));

    // What was taken back is a draft, and can be told again.
    let draft = browser.get(&format!("/write?draft={id}")).await;
    assert!(draft.is(200).text.contains("value=\"Rain\"") && draft.text.contains("It *rained*."));
    browser.submit(&draft, "/write", &[&typed[..], &[("do", "tell")]].concat()).await.is(303);
    hearth.step(TimeDelta::minutes(3)).await;
    assert!(hearth_page(&hearth, "/").await.text.contains("Rain"));
}

async fn hearth_page(hearth: &TestHearth, path: &str) -> Answer {
    super::pages::page(&format!("{}{path}", hearth.base)).await
}

#[tokio::test]
async fn what_cannot_be_told_is_still_there_with_what_to_mend() {
    let hearth = TestHearth::start().await;
    member(&hearth, "ada").await;
    let mut browser = Browser::of(&hearth, "ada").await;
    let page = browser.get("/write").await;
    let long = "a".repeat(20_001);
    let typed = [("title", "Kept <b>"), ("text", long.as_str()), ("note-death", "yes"), ("do", "tell")];
    let answer = browser.submit(&page, "/write", &typed).await;
    assert!(answer.is(422).text.contains("role=\"alert\"") && answer.text.contains(&long));
    assert!(answer.text.contains("Kept &#60;b&#62;") || answer.text.contains("Kept &lt;b&gt;"));
    let ticked = answer.text.split("note-death").nth(1).unwrap();
    assert!(ticked.starts_with("\" value=\"yes\" checked"), "{}", &ticked[..60]);
    // Kept as it is, it is there tomorrow.
    let typed = [("text", "Only begun"), ("do", "keep")];
    browser.submit(&page, "/write", &typed).await.is(303);
    let drafts = browser.get("/drafts").await;
    assert!(drafts.text.contains("Only begun"));
    let (_, id) = drafts.text.split_once("/write?draft=").unwrap();
    let action = format!("/drafts/{}", id.split('"').next().unwrap());
    browser.submit(&drafts, &action, &[("do", "delete")]).await.is(303);
    assert!(!browser.get("/drafts").await.text.contains("Only begun"));
}

#[tokio::test]
async fn what_people_told_is_read_thanked_for_and_kept() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (member(&hearth, "ada").await, member(&hearth, "ben").await);
    ben.follow(&ada.handle).await;
    hearth.settle().await;
    let told = ada.tell("The lighthouse in winter").await;
    hearth.settle().await;
    let (mut of_ada, mut of_ben) = (Browser::of(&hearth, "ada").await, Browser::of(&hearth, "ben").await);
    assert!(of_ben.get("/home").await.is(200).text.contains("The lighthouse in winter"));
    let place = place(&told);

    let answer = act(&mut of_ben, &place, "thank").await;
    assert_eq!(of_ben.sent(&answer), place);
    act(&mut of_ben, &place, "keep").await.is(303);
    act(&mut of_ben, &place, "boost").await.is(303);
    hearth.settle().await;
    assert!(of_ben.get("/bookmarks").await.text.contains("The lighthouse in winter"));
    let news = of_ada.get("/notifications").await;
    for words in ["ben", "thanked you for sharing", "passed your story on", "The lighthouse in winter"] {
        assert!(news.is(200).text.contains(words), "{words}: {}", news.text);
    }
    assert!(of_ada.get(&place).await.text.contains("Thanks that reached you"));
    assert!(!of_ben.get(&place).await.text.contains("Thanks that reached you"));

    act(&mut of_ben, &place, "unkeep").await.is(303);
    assert!(!of_ben.get("/bookmarks").await.text.contains("The lighthouse in winter"));
    of_ada.submit(&news, "/notifications/clear", &[]).await.is(303);
    assert!(of_ada.get("/notifications").await.text.contains("Nothing new"));

    // Nobody takes back what is somebody else's.
    act(&mut of_ben, &place, "delete").await.is(404);
    of_ben.get(&place).await.is(200);
    let answer = act(&mut of_ada, &place, "delete").await;
    assert_eq!(of_ada.sent(&answer), "/home");
    of_ben.get(&place).await.is(404);
}

#[tokio::test]
async fn an_answer_against_the_wish_waits_for_a_yes() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (member(&hearth, "ada").await, member(&hearth, "ben").await);
    let wish =
        json!({"text": "A hard day", "audience": "public", "kind": "story", "wish": "circle", "window": 0});
    let told = ada.ask(Method::POST, "/api/hearth/v1/stories", Some(wish)).await;
    let place = place(&told.is(200).json);
    hearth.settle().await;
    let (mut of_ada, mut of_ben) = (Browser::of(&hearth, "ada").await, Browser::of(&hearth, "ben").await);
    let heard = of_ben.get("/heard").await;
    assert!(heard.is(200).text.contains("A hard day") && heard.text.contains("from my circle"));

    let page = of_ben.get(&place).await;
    of_ben.submit(&page, "/write", &[("text", "Chin up"), ("do", "tell")]).await.is(303);
    hearth.step(TimeDelta::minutes(3)).await;
    hearth.settle().await;
    let waits = of_ada.get(&place).await;
    assert!(waits.text.contains("Waiting for your yes") && waits.text.contains("Chin up"), "{}", waits.text);
    let (_, held) = waits.text.split_once("Waiting for your yes").unwrap();
    let (_, held) = held.split_once("action=\"/stories/").unwrap();
    let held = format!("/stories/{}", held.split('/').next().unwrap());
    // Only whoever is asked decides.
    let forged = of_ben.get(&place).await;
    of_ben.submit(&forged, &format!("{place}/act"), &[("do", "let-in")]).await.is(404);
    of_ada.submit(&waits, &format!("{held}/act"), &[("do", "let-in")]).await.is(303);
    assert!(
        hearth_page(&hearth, told.json["url"].as_str().unwrap().strip_prefix(&hearth.base).unwrap())
            .await
            .text
            .contains("Chin up")
    );
    assert!(!of_ben.get("/heard").await.text.contains("A hard day"));
    let _ = ben;
}

#[tokio::test]
async fn a_story_is_reported_to_those_who_look_after_the_place() {
    let hearth = TestHearth::start().await;
    let (ada, _ben) = (member(&hearth, "ada").await, member(&hearth, "ben").await);
    let place = place(&ada.tell("Something bad").await);
    let mut browser = Browser::of(&hearth, "ben").await;
    let action = format!("{place}/report");
    let page = browser.get(&action).await;
    assert!(page.is(200).text.contains("Something bad"));
    let sent = browser.submit(&page, &action, &[("words", "It hurts people")]).await;
    assert!(sent.is(200).text.contains("role=\"status\""), "{}", sent.text);
    let told = hearth.owner("olive").await;
    let _ = told;
    // Of oneself there is nothing to report.
    let mut of_ada = Browser::of(&hearth, "ada").await;
    let page = of_ada.get(&action).await;
    of_ada.submit(&page, &action, &[("words", "x")]).await.is(422);
}

#[tokio::test]
async fn a_form_from_elsewhere_does_nothing() {
    let hearth = TestHearth::start().await;
    let (ada, _ben) = (member(&hearth, "ada").await, member(&hearth, "ben").await);
    let place = place(&ada.tell("Once").await);
    let mut browser = Browser::of(&hearth, "ben").await;
    let act = format!("{place}/act");
    browser.post(&act, &[("do", "thank")]).await.is(403);
    browser.post("/write", &[("text", "x"), ("do", "tell")]).await.is(403);
    let page = browser.get(&place).await;
    browser.headers.push(("sec-fetch-site", "cross-site".to_owned()));
    browser.submit(&page, &act, &[("do", "thank")]).await.is(403);
    browser.headers.clear();
    browser.submit(&page, &act, &[("do", "thank")]).await.is(303);
    browser.submit(&page, &act, &[("do", "dance")]).await.is(422);
}

#[tokio::test]
async fn somebody_elsewhere_is_found_followed_and_answered() {
    let (here, there) = TestHearth::pair().await;
    let (_ada, ben) = (member(&here, "ada").await, there.person("ben").await);
    let mut browser = Browser::of(&here, "ada").await;
    let handle = url::form_urlencoded::byte_serialize(ben.handle.as_bytes()).collect::<String>();
    let found = browser.get(&format!("/search?q={handle}")).await;
    let (_, id) = found.is(200).text.split_once("href=\"/people/").unwrap();
    let person = format!("/people/{}", id.split('"').next().unwrap());
    let page = browser.get(&person).await;
    assert!(page.is(200).text.contains(&ben.handle), "{}", page.text);
    browser.submit(&page, &format!("{person}/act"), &[("do", "follow")]).await.is(303);
    settle(&[&here, &there]).await;
    assert!(browser.get(&person).await.text.contains("Follow no longer"));
    let told = ben.tell("The ferry was late").await;
    settle(&[&here, &there]).await;
    assert!(browser.get("/home").await.text.contains("The ferry was late"));

    // By its address, too; and what is answered here arrives there.
    let address =
        url::form_urlencoded::byte_serialize(told["url"].as_str().unwrap().as_bytes()).collect::<String>();
    let answer = browser.get(&format!("/search?q={address}")).await;
    let place = browser.sent(&answer);
    let page = browser.get(&place).await;
    assert!(page.is(200).text.contains("The ferry was late"));
    browser.submit(&page, "/write", &[("text", "Mine too"), ("do", "tell")]).await.is(303);
    here.step(TimeDelta::minutes(3)).await;
    settle(&[&here, &there]).await;
    let path = format!("/api/v1/statuses/{}/context", told["id"].as_str().unwrap());
    let thread = ben.ask(Method::GET, &path, None).await;
    assert!(thread.is(200).text.contains("Mine too"), "{}", thread.text);
    browser.get("/search?q=%23nothing").await.is(200);
    browser.get("/search?q=https%3A%2F%2Flocalhost%3A1%2Fnowhere").await.is(404);
}
