//! What people keep for themselves: bookmarks, likes, notes about others, markers; and whom and what they feature.

use super::ask::{error, id, ids, limited, link, unknown};
use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_bookmark_is_ones_own_secret() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let (first, second) = (ada.tell("First").await, ada.tell("Second").await);
    for told in [&second, &first, &first] {
        let kept = ben.post(&format!("/api/v1/statuses/{}/bookmark", id(told)), json!({})).await;
        assert_eq!(kept["bookmarked"], true);
    }
    // In the order of keeping, not of telling; nobody else sees it.
    assert_eq!(ids(&ben.get("/api/v1/bookmarks").await), [id(&first), id(&second)]);
    assert_eq!(ada.get("/api/v1/bookmarks").await, json!([]));
    assert_eq!(ada.get(&format!("/api/v1/statuses/{}", id(&first))).await["bookmarked"], false);
    assert_eq!(ada.get("/api/v1/notifications").await, json!([]));
    let page = ben.ask(Method::GET, "/api/v1/bookmarks?limit=1", None).await;
    let next = link(&page, "next", &hearth.base).unwrap();
    assert_eq!(ids(&ben.get(&next).await), [id(&second)]);
    let gone = ben.post(&format!("/api/v1/statuses/{}/unbookmark", id(&first)), json!({})).await;
    assert_eq!(gone["bookmarked"], false);
    assert_eq!(ids(&ben.get("/api/v1/bookmarks").await), [id(&second)]);
}

#[tokio::test]
async fn what_was_kept_and_may_be_read_no_more_is_not_listed() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Once").await;
    for act in ["bookmark", "favourite"] {
        ben.post(&format!("/api/v1/statuses/{}/{act}", id(&told)), json!({})).await;
    }
    for list in ["/api/v1/bookmarks", "/api/v1/favourites"] {
        assert_eq!(ids(&ben.get(list).await), [id(&told)], "{list}");
    }
    ada.post(&format!("/api/v1/accounts/{}/block", ben.account.id), json!({})).await;
    for list in ["/api/v1/bookmarks", "/api/v1/favourites"] {
        assert_eq!(ben.get(list).await, json!([]), "{list}");
    }
    let quiet = ada.tell_to("direct", "For nobody else").await;
    let no = ben.ask(Method::POST, &format!("/api/v1/statuses/{}/bookmark", id(&quiet)), None).await;
    error(&no, 404, "Record not found");
    let less = limited(&hearth, &ben, "read:statuses").await;
    for list in ["/api/v1/bookmarks", "/api/v1/favourites"] {
        let no = less.ask(Method::GET, list, None).await;
        error(&no, 403, "This action is outside the authorized scopes");
        error(&unknown(&hearth, Method::GET, list).await, 401, "This method requires an authenticated user");
    }
}

#[tokio::test]
async fn a_note_about_somebody_is_for_its_writer_alone() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let path = format!("/api/v1/accounts/{}/note", ben.account.id);
    let noted = ada.post(&path, json!({"comment": "Met at the lake"})).await;
    assert_eq!(noted["note"], "Met at the lake");
    let of_ada = format!("/api/v1/accounts/relationships?id={}", ada.account.id);
    assert_eq!(ben.get(&of_ada).await[0]["note"], "");
    let long = "x".repeat(2_001);
    ada.ask(Method::POST, &path, Some(json!({"comment": long}))).await.is(422);
    let of_ben = format!("/api/v1/accounts/relationships?id={}", ben.account.id);
    assert_eq!(ada.get(&of_ben).await[0]["note"], "Met at the lake");
    assert_eq!(ada.post(&path, json!({"comment": ""})).await["note"], "");
}

#[tokio::test]
async fn whom_one_follows_can_be_featured() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let path = format!("/api/v1/accounts/{}", ben.account.id);
    let no = ada.ask(Method::POST, &format!("{path}/endorse"), None).await;
    assert_eq!(no.status.as_u16(), 422, "{}", no.text);
    ada.post(&format!("{path}/follow"), json!({})).await;
    assert_eq!(ada.post(&format!("{path}/endorse"), json!({})).await["endorsed"], true);
    let of_ada = format!("/api/v1/accounts/{}/endorsements", ada.account.id);
    assert_eq!(ids(&unknown(&hearth, Method::GET, &of_ada).await.ok()), [ben.account.id.to_string()]);
    assert_eq!(ids(&ada.get("/api/v1/endorsements").await), [ben.account.id.to_string()]);
    // It goes with the follow.
    ada.post(&format!("{path}/unfollow"), json!({})).await;
    assert_eq!(ada.get("/api/v1/endorsements").await, json!([]));
    ada.post(&format!("{path}/follow"), json!({})).await;
    assert_eq!(ada.post(&format!("{path}/unendorse"), json!({})).await["endorsed"], false);
    let familiar = ada.get(&format!("/api/v1/accounts/familiar_followers?id[]={}", ben.account.id)).await;
    assert_eq!(familiar, json!([{"id": ben.account.id.to_string(), "accounts": []}]));
}

#[tokio::test]
async fn markers_are_kept_by_list() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let asked = "/api/v1/markers?timeline[]=home&timeline[]=notifications&timeline[]=nothing";
    assert_eq!(ada.get(asked).await, json!({}));
    let kept = ada.post("/api/v1/markers", json!({"home": {"last_read_id": "115"}})).await;
    assert_eq!((&kept["home"]["last_read_id"], &kept["home"]["version"]), (&json!("115"), &json!(1)));
    let body = json!({"home": {"last_read_id": 117}, "notifications": {"last_read_id": "3"}});
    ada.post("/api/v1/markers", body).await;
    let kept = ada.get(asked).await;
    assert_eq!((&kept["home"]["last_read_id"], &kept["home"]["version"]), (&json!("117"), &json!(2)));
    assert_eq!(kept["notifications"]["last_read_id"], "3");
    assert_eq!(ben.get(asked).await, json!({}));
    let bad = ada.ask(Method::POST, "/api/v1/markers", Some(json!({"home": {"last_read_id": "x"}}))).await;
    assert_eq!(bad.status.as_u16(), 422, "{}", bad.text);
}

#[tokio::test]
async fn a_followed_hashtag_comes_home() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.home().await;
    let tag = ada.post("/api/v1/tags/Grief/follow", json!({})).await;
    assert_eq!((&tag["name"], &tag["following"]), (&json!("grief"), &json!(true)));
    let told = ben.tell("A year on #grief").await;
    ben.tell_to("unlisted", "Quietly #grief").await;
    ben.tell("About the lake").await;
    hearth.settle().await;
    assert_eq!(ids(&ada.get("/api/v1/timelines/home").await), [id(&told)]);
    let list = ada.get("/api/v1/followed_tags").await;
    assert_eq!(names(&list), ["grief"]);
    let found = ada.get("/api/v2/search?q=%23grief&type=hashtags").await;
    assert_eq!(found["hashtags"][0]["following"], true);
    // What came for its sake alone goes with it.
    assert_eq!(ada.post("/api/v1/tags/grief/unfollow", json!({})).await["following"], false);
    assert_eq!(ada.get("/api/v1/timelines/home").await, json!([]));
    assert_eq!(ada.get("/api/v1/followed_tags").await, json!([]));
    let nobody = unknown(&hearth, Method::GET, "/api/v1/tags/lake").await.ok().clone();
    assert!(nobody.get("following").is_none(), "{nobody}");
    let no = ada.ask(Method::POST, "/api/v1/tags/two%20words/follow", None).await;
    error(&no, 404, "Record not found");
}

#[tokio::test]
async fn a_muted_person_does_not_come_home_by_a_hashtag() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.post("/api/v1/tags/grief/follow", json!({})).await;
    ada.post(&format!("/api/v1/accounts/{}/mute", ben.account.id), json!({})).await;
    ben.tell("A year on #grief").await;
    hearth.settle().await;
    assert_eq!(ada.get("/api/v1/timelines/home").await, json!([]));
}

#[tokio::test]
async fn hashtags_stand_on_a_profile() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    ada.tell("By the #Lake").await;
    assert_eq!(names(&ada.get("/api/v1/featured_tags/suggestions").await), ["lake"]);
    let shown = ada.post("/api/v1/featured_tags", json!({"name": "#Lake"})).await;
    assert_eq!((&shown["name"], &shown["statuses_count"]), (&json!("Lake"), &json!("0")));
    assert!(shown["last_status_at"].is_string(), "{shown}");
    assert_eq!(ada.get("/api/v1/featured_tags/suggestions").await, json!([]));
    let of_ada = format!("/api/v1/accounts/{}/featured_tags", ada.account.id);
    assert_eq!(names(&unknown(&hearth, Method::GET, &of_ada).await.ok()), ["Lake"]);
    let path = format!("/api/v1/featured_tags/{}", id(&shown));
    error(&ben.ask(Method::DELETE, &path, None).await, 404, "Record not found");
    ada.ask(Method::DELETE, &path, None).await.is(200);
    assert_eq!(ada.get("/api/v1/featured_tags").await, json!([]));
    for number in 0..10 {
        ada.post(&format!("/api/v1/tags/lake{number}/feature"), json!({})).await;
    }
    ada.ask(Method::POST, "/api/v1/tags/lake10/feature", None).await.is(422);
    assert_eq!(ada.post("/api/v1/tags/lake9/unfeature", json!({})).await["featuring"], false);
    assert_eq!(ada.get("/api/v1/featured_tags").await.as_array().unwrap().len(), 9);
}

#[tokio::test]
async fn a_profile_is_read_and_changed_as_it_is_edited() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let body = json!({"display_name": "Ada of the lake", "note": "I *row*"});
    let changed = ada.ask(Method::PATCH, "/api/v1/profile", Some(body)).await;
    assert_eq!(changed.ok()["display_name"], "Ada of the lake");
    let profile = ada.get("/api/v1/profile").await;
    assert_eq!((&profile["note"], &profile["avatar"]), (&json!("I *row*"), &Value::Null));
    let own = ada.ask(Method::DELETE, "/api/v1/profile/avatar", None).await;
    assert_eq!(own.ok()["source"]["note"], "I *row*");
}

#[track_caller]
fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}
