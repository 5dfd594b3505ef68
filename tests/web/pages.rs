//! What each page shows, and the headers it comes with.

use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Answer, TestHearth};
use serde_json::{Value, json};

/// A page, with what a browser accepts.
pub async fn page(address: &str) -> Answer {
    exchange(http().get(address).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")).await
}

fn url(status: &Value) -> &str {
    status["url"].as_str().unwrap()
}

#[tokio::test]
async fn the_front_shows_what_was_told_here() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    ada.tell("Once upon a time").await;
    ada.tell_to("unlisted", "In a low voice").await;
    ada.tell_to("private", "For followers").await;
    let front = page(&hearth.base).await;
    let front = front.is(200);
    assert!(front.text.contains("Once upon a time"));
    assert!(!front.text.contains("low voice") && !front.text.contains("For followers"));
    for path in ["/welcome", "/robots.txt", "/static/hearth.css"] {
        page(&format!("{}{path}", hearth.base)).await.is(200);
    }
}

#[tokio::test]
async fn every_page_is_hardened() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let told = ada.tell("Once #rain").await;
    for address in [
        format!("{}/", hearth.base),
        format!("{}/@ada", hearth.base),
        url(&told).to_owned(),
        format!("{}/tags/rain", hearth.base),
        format!("{}/nowhere", hearth.base),
    ] {
        let answer = page(&address).await;
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{address}");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert!(answer.headers.contains_key("referrer-policy"));
        assert!(!answer.text.contains("<script") && !answer.text.contains("style=\""), "{address}");
    }
}

#[tokio::test]
async fn an_account_has_a_page() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let change = json!({"display_name": "Ada <b>", "note": "I tell"});
    ada.ask(reqwest::Method::PATCH, "/api/v1/accounts/update_credentials", Some(change)).await.is(200);
    ada.tell("Once upon a time").await;
    ada.tell_to("private", "For followers").await;
    let shown = page(&format!("{}/@ada", hearth.base)).await;
    let text = &shown.is(200).text;
    assert!(text.contains("Ada &#60;b&#62;") || text.contains("Ada &lt;b&gt;"), "{text}");
    assert!(text.contains("I tell") && text.contains("Once upon a time") && text.contains(&ada.handle));
    assert!(!text.contains("For followers"));
    page(&format!("{}/@ADA", hearth.base)).await.is(200);
    page(&format!("{}/@nobody", hearth.base)).await.is(404);
    page(&format!("{}/@a%20b", hearth.base)).await.is(404);
    page(&format!("{}/@ada@other.example", hearth.base)).await.is(404);
}

#[tokio::test]
async fn a_long_account_goes_on() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    for number in 0..25 {
        ada.tell(&format!("number {number}.")).await;
    }
    let first = page(&format!("{}/@ada", hearth.base)).await.text;
    assert!(first.contains("number 24.") && !first.contains("number 4."));
    let start = first.find("?before=").unwrap();
    let older: String = first[start..].chars().take_while(|letter| *letter != '"').collect();
    let second = page(&format!("{}/@ada{older}", hearth.base)).await.text;
    assert!(second.contains("number 4.") && second.contains("number 0.") && !second.contains("number 5."));
    page(&format!("{}/@ada?before=abc", hearth.base)).await.is(400);
}

#[tokio::test]
async fn a_story_stands_in_its_thread() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let body = json!({"status": "It rained.", "title": "The day", "visibility": "public", "language": "en"});
    let told = ada.post("/api/v1/statuses", body).await;
    let answer = ben.reply(told["id"].as_str().unwrap(), "And then?").await;
    ada.reply(answer["id"].as_str().unwrap(), "It stopped.").await;
    let quiet = json!({"status": "A quiet word", "in_reply_to_id": told["id"], "visibility": "direct"});
    ben.post("/api/v1/statuses", quiet).await;
    let text = page(url(&answer)).await.text;
    let at = |words: &str| text.rfind(words).unwrap_or_else(|| panic!("{words} is missing: {text}"));
    assert!(at("It rained.") < at("And then?") && at("And then?") < at("It stopped."));
    assert!(!text.contains("A quiet word"));
    let top = page(url(&told)).await.text;
    assert!(top.contains("<title>The day") && top.contains("lang=\"en\""), "{top}");
    assert!(top.contains("property=\"og:description\" content=\"It rained."), "{top}");
    assert!(top.contains("noindex"), "who was not asked is not indexed");
}

#[tokio::test]
async fn noted_words_are_folded_and_shown_nowhere_else() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let body = json!({"status": "The ending is sad", "spoiler_text": "ending", "visibility": "public"});
    let told = ada.post("/api/v1/statuses", body).await;
    let text = page(url(&told)).await.text;
    let head = &text[..text.find("</head>").unwrap()];
    assert!(!head.contains("The ending is sad"), "{head}");
    assert!(head.contains("og:description\" content=\"Content notes: ending"), "{head}");
    let (fold, words) = (text.find("<details").unwrap(), text.find("The ending is sad").unwrap());
    assert!(fold < words && words < text.find("</details>").unwrap());
    assert!(!text.contains("<details open"));
    let titled = json!({"text": "It ended", "title": "A sad ending", "notes": ["death"], "audience": "public", "window": 0});
    let told = ada.post("/api/hearth/v1/stories", titled).await;
    let text = page(url(&told)).await.text;
    let (head, body) = text.split_once("</head>").unwrap();
    assert!(!head.contains("A sad ending") && head.contains("content=\"Content notes: death\""), "{head}");
    let (before, folded) = body.split_once("<details class=\"noted\"><summary>death</summary>").unwrap();
    assert!(!before.contains("A sad ending"), "{before}");
    assert!(folded.split_once("</details>").unwrap().0.contains("A sad ending"), "{folded}");
    let front = page(&hearth.base).await.text;
    assert!(front.find("<details").unwrap() < front.find("The ending is sad").unwrap());
}

#[tokio::test]
async fn a_tag_has_a_page_in_any_letters() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    ada.tell("Wet #Rain").await;
    ada.tell_to("unlisted", "Soft #rain").await;
    for tag in ["rain", "RAIN"] {
        let text = page(&format!("{}/tags/{tag}", hearth.base)).await.is(200).text.clone();
        assert!(text.contains("Wet ") && !text.contains("Soft "), "{text}");
    }
    page(&format!("{}/tags/nothing", hearth.base)).await.is(200);
    let strange = page(&format!("{}/tags/%3Cscript%3E", hearth.base)).await;
    assert!(!strange.text.contains("<script"));
}

#[tokio::test]
async fn other_servers_are_sent_to_the_document() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let told = ada.tell("Once").await;
    for accept in [
        "application/activity+json",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
    ] {
        for (address, document) in
            [(url(&told), told["uri"].as_str().unwrap()), (&ada.account.url, &ada.account.uri)]
        {
            let answer = exchange(http().get(address).header("accept", accept)).await;
            let answer = if answer.status.is_redirection() {
                assert_eq!(answer.headers["location"], document);
                assert!(answer.headers["vary"].to_str().unwrap().to_lowercase().contains("accept"));
                exchange(http().get(document).header("accept", accept)).await
            } else {
                answer
            };
            assert_eq!(answer.ok()["id"], document);
        }
    }
    // And people from the document to the page.
    let answer = page(told["uri"].as_str().unwrap()).await;
    assert_eq!(answer.headers["location"], url(&told));
}
