//! Timelines: what stands in them, and the pages they are read in.

use super::ask::{id, ids, link, unknown};
use hearth_testkit::person::texts;
use hearth_testkit::{Answer, Person, TestHearth};
use reqwest::Method;
use serde_json::{Value, json};

async fn several(person: &Person, count: usize) -> Vec<Value> {
    let mut told = Vec::new();
    for number in 0..count {
        told.push(person.tell(&format!("{number} #Rain")).await);
    }
    told
}

fn words(answer: &Answer) -> Vec<String> {
    texts(&answer.json).iter().map(|text| text.split(' ').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_follow_their_links_both_ways() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    several(&ada, 7).await;
    hearth.settle().await;
    let own = format!("/api/v1/accounts/{}/statuses?limit=3", ada.account.id);
    for first in [
        "/api/v1/timelines/home?limit=3",
        "/api/v1/timelines/public?limit=3&local=true",
        "/api/v1/timelines/tag/rain?limit=3",
        own.as_str(),
    ] {
        let page = ada.ask(Method::GET, first, None).await;
        assert_eq!(words(&page), ["6", "5", "4"], "{first}");
        let next = link(&page, "next", &hearth.base).unwrap();
        // The other parameters are kept.
        assert!(next.contains("limit=3") && next.contains("max_id="), "{next}");
        assert_eq!(next.contains("local=true"), first.contains("local=true"));
        let page = ada.ask(Method::GET, &next, None).await;
        assert_eq!(words(&page), ["3", "2", "1"], "{next}");
        let prev = link(&page, "prev", &hearth.base).unwrap();
        assert!(prev.contains("min_id=") && !prev.contains("max_id="), "{prev}");
        assert_eq!(words(&ada.ask(Method::GET, &prev, None).await), ["6", "5", "4"], "{prev}");
        let last = link(&page, "next", &hearth.base).unwrap();
        let page = ada.ask(Method::GET, &last, None).await;
        assert_eq!(words(&page), ["0"]);
        let end = ada.ask(Method::GET, &link(&page, "next", &hearth.base).unwrap(), None).await;
        assert_eq!(end.json, json!([]));
        assert!(!end.headers.contains_key("link"));
    }
}

#[tokio::test]
async fn min_id_gives_the_page_right_above_and_since_id_the_newest() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let told = several(&ada, 7).await;
    hearth.settle().await;
    let at = id(&told[1]);
    for list in ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/rain"] {
        let page = async |query: String| words(&ada.ask(Method::GET, &format!("{list}?{query}"), None).await);
        assert_eq!(page(format!("min_id={at}&limit=2")).await, ["3", "2"], "{list}");
        assert_eq!(page(format!("since_id={at}&limit=2")).await, ["6", "5"], "{list}");
        assert_eq!(page(format!("max_id={at}&limit=2")).await, ["0"], "{list}");
        assert_eq!(page(format!("min_id={at}&max_id={}", id(&told[4]))).await, ["3", "2"], "{list}");
        assert_eq!(page("limit=100000".to_owned()).await.len(), 7, "{list}");
        assert_eq!(page("limit=0".to_owned()).await.len(), 1, "{list}");
    }
}

#[tokio::test]
async fn home_holds_oneself_and_whom_one_follows() {
    let hearth = TestHearth::start().await;
    let (ada, ben, cleo) =
        (hearth.person("ada").await, hearth.person("ben").await, hearth.person("cleo").await);
    ada.follow("ben").await;
    hearth.settle().await;
    let passed = cleo.tell("From cleo").await;
    ben.tell("From ben").await;
    ben.tell_to("private", "For followers").await;
    ben.tell_to("direct", "For nobody").await;
    ada.tell("From ada").await;
    hearth.settle().await;
    assert_eq!(ada.home().await, ["From ada", "For followers", "From ben"]);
    hearth.clock.step(chrono::TimeDelta::seconds(1));
    ben.post(&format!("/api/v1/statuses/{}/reblog", id(&passed)), json!({})).await;
    hearth.settle().await;
    let home = ada.get("/api/v1/timelines/home").await;
    assert_eq!((&home[0]["reblog"]["id"], &home[0]["account"]["acct"]), (&passed["id"], &json!("ben")));
    ada.post(&format!("/api/v1/accounts/{}/unfollow", ben.account.id), json!({})).await;
    hearth.settle().await;
    assert_eq!(ada.home().await, ["From ada"]);
}

#[tokio::test]
async fn the_public_timeline_holds_what_is_public() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let told = ada.tell("Open").await;
    for visibility in ["unlisted", "private", "direct"] {
        ada.tell_to(visibility, visibility).await;
    }
    ada.reply(id(&told), "An answer").await;
    for path in ["/api/v1/timelines/public", "/api/v1/timelines/public?local=1"] {
        let list = unknown(&hearth, Method::GET, path).await.ok();
        assert_eq!(texts(&list).last().unwrap(), "Open");
        for hidden in ["unlisted", "private", "direct"] {
            assert!(!texts(&list).contains(&hidden.to_owned()), "{hidden} in {path}");
        }
    }
    assert_eq!(unknown(&hearth, Method::GET, "/api/v1/timelines/public?remote=true").await.ok(), json!([]));
    assert_eq!(
        unknown(&hearth, Method::GET, "/api/v1/timelines/public?only_media=true").await.ok(),
        json!([])
    );
}

#[tokio::test]
async fn tags_are_one_in_any_letters() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    ada.tell("one #Größe #Rain").await;
    ada.tell("two #größe").await;
    ada.tell_to("private", "three #größe").await;
    let tag = async |path: &str| texts(&ada.get(&format!("/api/v1/timelines/tag/{path}")).await).len();
    assert_eq!(tag("Gr%C3%B6%C3%9Fe").await, 2);
    assert_eq!(tag("GR%C3%B6%C3%9FE").await, 2);
    assert_eq!(tag("rain").await, 1);
    assert_eq!(tag("gr%C3%B6%C3%9Fe?all[]=rain").await, 1);
    assert_eq!(tag("gr%C3%B6%C3%9Fe?none[]=rain").await, 1);
    assert_eq!(tag("nothing?any[]=rain").await, 1);
    assert_eq!(tag("nothing").await, 0);
}

#[tokio::test]
async fn an_accounts_stories_are_chosen_by_kind_and_reader() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let other = ben.tell("From ben").await;
    ada.tell("Open #rain").await;
    ada.tell_to("private", "Quiet").await;
    ada.reply(id(&other), "An answer").await;
    ada.post(&format!("/api/v1/statuses/{}/reblog", id(&other)), json!({})).await;
    let path = format!("/api/v1/accounts/{}/statuses", ada.account.id);
    let count = async |person: &Person, query: &str| ids(&person.get(&format!("{path}{query}")).await).len();
    assert_eq!(count(&ada, "").await, 4);
    assert_eq!(count(&ben, "").await, 3);
    assert_eq!(count(&ben, "?exclude_replies=true").await, 2);
    assert_eq!(count(&ben, "?exclude_reblogs=1&exclude_replies=1").await, 1);
    assert_eq!(count(&ben, "?only_media=true").await, 0);
    assert_eq!(count(&ben, "?tagged=Rain").await, 1);
}
