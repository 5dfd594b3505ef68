//! Help is one step from every page, and the same for everybody.

use super::pages::page;
use hearth_testkit::TestHearth;

#[tokio::test]
async fn help_is_asked_by_country_and_kept_without_a_cookie() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let told = ada.tell("Once #rain").await;
    for address in [&hearth.base, &format!("{}/@ada", hearth.base), told["url"].as_str().unwrap()] {
        let shown = page(address).await;
        let text = &shown.is(200).text;
        assert!(text.contains("href=\"/help\"") && text.contains("not a crisis service"), "{address}");
        // The way out stands before everything else that a keyboard reaches.
        let (_, body) = text.split_once("<body>").unwrap();
        let (_, first) = body.split_once("<a ").unwrap();
        assert!(first.contains("Leave quickly") && first.starts_with("href=\"https://"), "{address}");
    }
    let help = page(&format!("{}/help", hearth.base)).await;
    assert!(help.is(200).text.contains("findahelpline.com") && !help.text.contains("id=\"chosen\""));
    assert!(!help.headers.contains_key("set-cookie"));
    let chosen = page(&format!("{}/help?country=de", hearth.base)).await;
    assert!(chosen.is(200).text.contains("id=\"chosen\"") && chosen.text.contains("tel:08001110111"));
    let unknown = page(&format!("{}/help?country=%3Cscript%3E", hearth.base)).await;
    assert!(!unknown.is(200).text.contains("<script"));
}
