//! Pages do not tell whether something is there that is not for everyone.

use super::pages::page;
use hearth_testkit::TestHearth;
use reqwest::Method;

#[tokio::test]
async fn what_is_hidden_and_what_is_not_there_look_alike() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let missing = page(&format!("{}/@ada/nothinghere", hearth.base)).await;
    missing.is(404);
    let mut hidden = Vec::new();
    for visibility in ["private", "direct"] {
        let told = ada.tell_to(visibility, "Not for everyone").await;
        hidden.push(told["url"].as_str().unwrap().to_owned());
    }
    let gone = ada.tell_to("private", "Taken back").await;
    let path = format!("/api/v1/statuses/{}", gone["id"].as_str().unwrap());
    ada.ask(Method::DELETE, &path, None).await.is(200);
    hidden.push(gone["url"].as_str().unwrap().to_owned());
    let of_suspended = ben.tell("Once").await;
    hearth_core::accounts::suspend::suspend(&hearth.core, &ben.account).await.unwrap();
    hidden.push(of_suspended["url"].as_str().unwrap().to_owned());
    for address in hidden {
        let answer = page(&address).await;
        assert_eq!((answer.status, &answer.text), (missing.status, &missing.text), "{address}");
        let without_date = |headers: &http::HeaderMap| {
            let mut headers = headers.clone();
            headers.remove("date");
            headers
        };
        assert_eq!(without_date(&answer.headers), without_date(&missing.headers), "{address}");
        assert!(!answer.text.contains("ada"));
    }
}

#[tokio::test]
async fn what_was_open_and_is_taken_back_says_so() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let told = ada.tell("Once upon a time").await;
    let path = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    ada.ask(Method::DELETE, &path, None).await.is(200);
    let answer = page(told["url"].as_str().unwrap()).await;
    assert!(!answer.is(410).text.contains("Once upon a time"));
    let front = page(&hearth.base).await;
    assert!(!front.text.contains("Once upon a time"));
}

#[tokio::test]
async fn a_suspended_account_has_no_page() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    ada.tell("Once upon a time").await;
    hearth_core::accounts::suspend::suspend(&hearth.core, &ada.account).await.unwrap();
    let answer = page(&format!("{}/@ada", hearth.base)).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(!answer.text.contains("Once upon a time"));
}
