//! The shape of entities: what apps decode strictly.

use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::{Value, json};

/// Fields of a status that must be there, whatever they hold.
const STATUS: [&str; 22] = [
    "id",
    "created_at",
    "in_reply_to_id",
    "in_reply_to_account_id",
    "sensitive",
    "spoiler_text",
    "visibility",
    "language",
    "uri",
    "url",
    "replies_count",
    "reblogs_count",
    "favourites_count",
    "edited_at",
    "content",
    "reblog",
    "account",
    "media_attachments",
    "mentions",
    "tags",
    "emojis",
    "card",
];
const ACCOUNT: [&str; 22] = [
    "id",
    "username",
    "acct",
    "url",
    "uri",
    "display_name",
    "note",
    "avatar",
    "avatar_static",
    "header",
    "header_static",
    "locked",
    "fields",
    "emojis",
    "bot",
    "group",
    "discoverable",
    "created_at",
    "last_status_at",
    "statuses_count",
    "followers_count",
    "following_count",
];
/// What differs by reader.
const READERS: [&str; 5] = ["favourited", "reblogged", "muted", "bookmarked", "filtered"];

#[track_caller]
pub fn has(entity: &Value, fields: &[&str]) {
    let object = entity.as_object().unwrap_or_else(|| panic!("no object: {entity}"));
    for field in fields {
        assert!(object.contains_key(*field), "{field} is missing in {entity}");
    }
}

/// `2026-11-23T10:00:00.000Z`
#[track_caller]
pub fn instant(value: &Value) {
    let text = value.as_str().unwrap_or_else(|| panic!("no text: {value}"));
    let bytes = text.as_bytes();
    assert!(bytes.len() == 24 && bytes[10] == b'T' && bytes[19] == b'.' && bytes[23] == b'Z', "{text}");
}

#[track_caller]
fn number_as_text(value: &Value) {
    let text = value.as_str().unwrap_or_else(|| panic!("no text: {value}"));
    assert!(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()), "{text}");
}

#[tokio::test]
async fn a_status_has_what_apps_need() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Hello @ben, #Rain is near: https://hearth.example/x").await;
    has(&told, &STATUS);
    has(&told, &READERS);
    has(&told["account"], &ACCOUNT);
    number_as_text(&told["id"]);
    number_as_text(&told["account"]["id"]);
    instant(&told["created_at"]);
    for list in ["media_attachments", "mentions", "tags", "emojis"] {
        assert!(told[list].is_array(), "{list}");
    }
    let path = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    let shown = super::ask::unknown(&hearth, Method::GET, &path).await.ok();
    has(&shown, &STATUS);
    for field in READERS {
        assert!(shown.get(field).is_none(), "{field} for somebody unknown");
    }
    assert_eq!(told["mentions"][0]["id"], ben.account.id.to_string());
    assert_eq!(told["tags"][0]["name"].as_str().unwrap().to_lowercase(), "rain");
    let url = told["tags"][0]["url"].as_str().unwrap();
    assert!(url.eq_ignore_ascii_case(&format!("{}/tags/rain", hearth.base)), "{url}");
    let content = told["content"].as_str().unwrap();
    for part in ["class=\"u-url mention\"", "mention hashtag", "rel=\"tag\"", "nofollow noopener"] {
        assert!(content.contains(part), "{part}: {content}");
    }
}

#[tokio::test]
async fn an_account_has_what_apps_need() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    ada.tell("Once").await;
    let account = ada.get(&format!("/api/v1/accounts/{}", ada.account.id)).await;
    has(&account, &ACCOUNT);
    assert_eq!(account["acct"], "ada");
    assert_eq!(account["url"], format!("{}/@ada", hearth.base));
    assert!(account["created_at"].as_str().unwrap().ends_with("T00:00:00.000Z"));
    assert_eq!(account["last_status_at"].as_str().unwrap().len(), 10);
    for picture in ["avatar", "avatar_static", "header", "header_static"] {
        let path = account[picture].as_str().unwrap().strip_prefix(&hearth.base).unwrap();
        let file = super::ask::unknown(&hearth, Method::GET, path).await;
        assert_eq!(file.headers["content-type"], "image/png", "{picture}");
    }
    let own = ada.get("/api/v1/accounts/verify_credentials").await;
    has(&own, &ACCOUNT);
    has(&own["source"], &["privacy", "sensitive", "language", "note", "fields", "follow_requests_count"]);
    assert!(own["role"].is_object());
}

#[tokio::test]
async fn nobody_is_counted() {
    let hearth = TestHearth::start().await;
    let (ada, ben) = (hearth.person("ada").await, hearth.person("ben").await);
    let told = ada.tell("Once").await;
    let id = told["id"].as_str().unwrap();
    ben.follow("ada").await;
    ben.post(&format!("/api/v1/statuses/{id}/favourite"), json!({})).await;
    ben.post(&format!("/api/v1/statuses/{id}/reblog"), json!({})).await;
    ben.reply(id, "Yes").await;
    hearth.settle().await;
    for reader in [&ada, &ben] {
        let status = reader.get(&format!("/api/v1/statuses/{id}")).await;
        assert_eq!((&status["favourites_count"], &status["reblogs_count"]), (&json!(0), &json!(0)));
        assert_eq!(status["replies_count"], 1);
        for person in [&ada, &ben] {
            let account = reader.get(&format!("/api/v1/accounts/{}", person.account.id)).await;
            assert_eq!((&account["followers_count"], &account["following_count"]), (&json!(0), &json!(0)));
        }
    }
}

#[tokio::test]
async fn a_profile_is_changed_in_any_encoding() {
    let hearth = TestHearth::start().await;
    let ada = hearth.person("ada").await;
    let path = "/api/v1/accounts/update_credentials";
    let kind = "application/x-www-form-urlencoded";
    let form = "display_name=Ada&note=I+tell&locked=true&fields_attributes[0][name]=town&fields_attributes[0][value]=\
                Here&fields_attributes[1][name]=&fields_attributes[1][value]=&source[privacy]=unlisted";
    let own = super::ask::sent(&ada, Method::PATCH, path, kind, form).await.ok();
    assert_eq!((&own["display_name"], &own["locked"]), (&json!("Ada"), &json!(true)));
    assert_eq!(own["note"], "<p>I tell</p>");
    assert_eq!(own["source"]["note"], "I tell");
    assert_eq!(own["source"]["privacy"], "unlisted");
    assert_eq!(own["fields"].as_array().unwrap().len(), 1, "{}", own["fields"]);
    assert_eq!((&own["fields"][0]["name"], &own["fields"][0]["value"]), (&json!("town"), &json!("Here")));
    let list = json!({"fields_attributes": [{"name": "a", "value": "b"}, {"name": "c", "value": "d"}]});
    let own = ada.ask(Method::PATCH, path, Some(list)).await.ok();
    assert_eq!(own["fields"].as_array().unwrap().len(), 2);
    assert_eq!(own["display_name"], "Ada");
    let preferences = ada.get("/api/v1/preferences").await;
    assert_eq!(preferences["posting:default:visibility"], "unlisted");
}
