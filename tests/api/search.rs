//! Search: by handle, by address, by hashtag.

use super::ask::{ids, unknown};
use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn people_are_found_by_handle_and_by_how_their_names_begin() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("benedict").await);
    let id = ben.account.id.to_string();
    // Being found by the beginning of a name is for those who opted in and for followers.
    assert_eq!(ada.get("/api/v2/search?q=bene").await["accounts"], json!([]));
    for words in ["benedict", "@benedict", "BENEDICT", &ben.handle, &format!("@{}", ben.handle)] {
        for resolve in [false, true] {
            let query = words.replace('@', "%40");
            let found = ada.get(&format!("/api/v2/search?q={query}&resolve={resolve}")).await;
            assert_eq!(ids(&found["accounts"]), [id.as_str()], "{words} {resolve}");
            assert!(found["statuses"].is_array() && found["hashtags"].is_array());
            assert_eq!(found["accounts"][0]["acct"], "benedict");
        }
    }
    assert_eq!(ada.get("/api/v2/search?q=benedict&type=statuses").await["accounts"], json!([]));
    assert_eq!(ada.get("/api/v2/search?q=nobody").await["accounts"], json!([]));
    assert_eq!(ada.get("/api/v2/search?q=benedict&following=true").await["accounts"], json!([]));
    ada.follow("benedict").await;
    assert_eq!(ids(&ada.get("/api/v2/search?q=benedict&following=true").await["accounts"]), [id.as_str()]);
    for words in ["bene", "BENE"] {
        assert_eq!(ids(&ada.get(&format!("/api/v1/accounts/search?q={words}")).await), [id.as_str()]);
    }
}

#[tokio::test]
async fn an_address_leads_to_what_it_names() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Once").await;
    for field in ["uri", "url"] {
        for resolve in ["", "&resolve=true"] {
            let path = format!("/api/v2/search?q={}{resolve}", told[field].as_str().unwrap());
            let found = ben.get(&path).await;
            assert_eq!(found["statuses"][0]["id"], told["id"], "{path}");
            assert_eq!(found["accounts"], json!([]));
            let account = told["account"][field].as_str().unwrap();
            let found = ben.get(&format!("/api/v2/search?q={account}{resolve}")).await;
            assert_eq!(found["accounts"][0]["acct"], "ada", "{account}");
        }
    }
    let hidden = ada.tell_to("private", "Quiet").await;
    let found = ben.get(&format!("/api/v2/search?q={}&resolve=true", hidden["uri"].as_str().unwrap())).await;
    assert_eq!(found["statuses"], json!([]));
}

#[tokio::test]
async fn hashtags_are_found_by_how_they_begin() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    ada.tell("#rain and #Rainbow and #sun").await;
    ada.tell_to("private", "#rainsecret").await;
    let names = async |query: &str| {
        let found = ada.get(&format!("/api/v2/search?q={query}")).await;
        let list = found["hashtags"].as_array().unwrap().clone();
        let mut names: Vec<_> = list.iter().map(|tag| tag["name"].as_str().unwrap().to_lowercase()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names("%23rain").await, ["rain", "rainbow"]);
    assert_eq!(names("RAINB&type=hashtags").await, ["rainbow"]);
    assert_eq!(names("%23rain&type=accounts").await, Vec::<String>::new());
}

#[tokio::test]
async fn anyone_may_search_here_but_an_empty_question_is_none() {
    let hearth = TestHearth::start().await;
    hearth.person("ada").await;
    let found = unknown(&hearth, Method::GET, "/api/v2/search?q=ada").await.ok();
    assert_eq!(found["accounts"][0]["acct"], "ada");
    for query in ["", "?q=", "?q=%20"] {
        let answer = unknown(&hearth, Method::GET, &format!("/api/v2/search{query}")).await;
        assert!(answer.is(400).json["error"].is_string());
    }
}
