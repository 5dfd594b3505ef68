//! What apps cannot do without: every field that may not be missing, of every entity, none of them null that may not be.

mod kit;

use super::{Account, Credentials, CustomEmoji, Notification, Relationship, Report, Status, StatusEdit, Tag};
use hearth_core::accounts::relationship;
use hearth_core::ids::{AccountId, NotificationId, ReportId, StoryId};
use hearth_core::members::{Member, Role};
use hearth_core::notifications::{self, NotificationKind};
use hearth_core::reports::{self, Told};
use hearth_core::stories::Audience;
use hearth_core::stories::history::Version;
use kit::*;
use serde_json::{Value, json};
use std::sync::Arc;

#[test]
fn an_account_has_all_its_fields() {
    let (here, one) = (here(), account(1, "ada", None));
    let json = as_json(&Account::of(&here, &one));
    has(&json, ACCOUNT);
    assert_eq!((&json["id"], &json["acct"]), (&json!("1"), &json!("ada")));
    assert_eq!(json["created_at"], "2026-11-23T00:00:00.000Z");
    assert_eq!(json["last_status_at"], "2026-11-23");
    assert_eq!(json["avatar"], "https://hearth.example/static/avatar.png");
    assert_eq!(json["header_static"], "https://hearth.example/header.jpg");
    assert_eq!(json["fields"][0].get("verified_at"), Some(&Value::Null));
    has(&json["emojis"][0], "shortcode url static_url visible_in_picker");
    assert_eq!(json["followers_count"], 0);
    for absent in ["moved", "suspended"] {
        assert!(json.get(absent).is_none(), "{absent}");
    }
    let other = account(2, "ben", Some("other.example"));
    assert_eq!(as_json(&Account::of(&here, &other))["acct"], "ben@other.example");
    assert_eq!(
        as_json(&Account::of(&here, &one).moved_to(Some(Account::of(&here, &other))))["moved"]["id"],
        "2"
    );
}

#[test]
fn of_a_suspended_account_only_the_name_is_left() {
    let (here, mut one) = (here(), account(2, "ben", Some("other.example")));
    one.suspended_at = Some(at());
    let json = as_json(&Account::of(&here, &one));
    has(&json, ACCOUNT);
    assert_eq!(json["suspended"], true);
    assert_eq!((&json["display_name"], &json["note"], &json["fields"]), (&json!(""), &json!(""), &json!([])));
    assert_eq!(json["header"], "https://hearth.example/static/header.png");
}

#[test]
fn ones_own_account_has_source_and_role() {
    let (here, one) = (here(), account(1, "ada", None));
    let mut member = Member {
        account_id: one.id,
        role: Role::Member,
        default_audience: None,
        default_language: None,
        default_sensitive: false,
    };
    let json = as_json(&Credentials::of(&here, &one, &member, 2));
    has(&json, ACCOUNT);
    has(
        &json["source"],
        "note fields privacy sensitive follow_requests_count discoverable indexable \
        hide_collections attribution_domains quote_policy",
    );
    has(&json["role"], "id name color permissions highlighted");
    assert_eq!(json["source"]["privacy"], "private");
    assert_eq!(json["source"]["note"], "Hello");
    assert_eq!(json["source"]["fields"][0]["value"], "a");
    assert_eq!(json["source"]["follow_requests_count"], 2);
    // An app sends this back with each story: nothing that is to stay here may leave by that.
    member.default_audience = Some(Audience::Local);
    assert_eq!(as_json(&Credentials::of(&here, &one, &member, 0))["source"]["privacy"], "direct");
}

#[test]
fn a_status_has_all_its_fields_for_members_and_others() {
    let (here, entry) = (here(), entry(Audience::Public));
    let json = as_json(&Status::of(&here, &entry, AccountId(1)));
    complete(&json);
    has(&json, OWN);
    assert_eq!(json["id"], "7600000000000000");
    assert_eq!(json["content"], "<p><strong>A &amp; B</strong></p><p>Words</p>");
    assert_eq!((&json["in_reply_to_id"], &json["in_reply_to_account_id"]), (&json!("6"), &json!("2")));
    assert_eq!((&json["replies_count"], &json["favourites_count"]), (&json!(3), &json!(0)));
    assert_eq!(
        (&json["favourited"], &json["pinned"], &json["filtered"]),
        (&json!(true), &json!(false), &json!([]))
    );
    assert_eq!(json["created_at"], "2026-11-23T10:20:30.400Z");
    assert_eq!(json["mentions"].as_array().unwrap().len(), 1);
    has(&json["mentions"][0], "id username acct url");
    assert_eq!(json["tags"], json!([{"name": "rain", "url": "https://hearth.example/tags/rain"}]));
    has(&json["quote_approval"], "automatic manual current_user");
    let unknown = as_json(&Status::of(&here, &entry, AccountId(0)));
    complete(&unknown);
    for absent in OWN.split_whitespace().chain(["pinned", "local_only"]) {
        assert!(unknown.get(absent).is_none(), "{absent}");
    }
    // Only the author can feature it.
    assert!(as_json(&Status::of(&here, &entry, AccountId(5))).get("pinned").is_none());
}

#[test]
fn a_medium_tells_its_size() {
    let entry = entry(Audience::Public);
    let here = here();
    let media = &as_json(&Status::of(&here, &entry, AccountId(0)))["media_attachments"][0];
    has(media, "id type url preview_url remote_url meta description");
    assert_eq!(media["type"], "image");
    let size = json!({"width": 640, "height": 480, "size": "640x480", "aspect": 640.0 / 480.0});
    assert_eq!((&media["meta"]["original"], &media["meta"]["small"]), (&size, &size));
    assert_eq!(media["meta"]["focus"], json!({"x": 0.5, "y": -0.25}));
    assert_eq!(media.get("blurhash"), Some(&Value::Null));
}

#[test]
fn a_boost_wraps_its_story() {
    let (here, entry) = (here(), boosted());
    let json = as_json(&Status::of(&here, &entry, AccountId(1)));
    complete(&json);
    complete(&json["reblog"]);
    assert_eq!((&json["id"], &json["account"]["acct"]), (&json!("8"), &json!("cleo@other.example")));
    assert_eq!((&json["visibility"], &json["reblog"]["visibility"]), (&json!("unlisted"), &json!("public")));
    assert_eq!(json["uri"], "https://other.example/boosts/8");
    assert_eq!((&json["favourited"], &json["reblog"]["favourited"]), (&json!(true), &json!(true)));
    assert_eq!(json["reblog"]["account"]["acct"], "ada");
    assert!(json["reblog"]["reblog"].is_null() && json["in_reply_to_id"].is_null());
    assert!(json.get("pinned").is_none());
}

#[test]
fn audiences_have_words_that_apps_know() {
    let here = here();
    for (audience, word) in [
        (Audience::Public, "public"),
        (Audience::Unlisted, "unlisted"),
        (Audience::Followers, "private"),
        (Audience::Direct, "direct"),
        (Audience::Local, "unlisted"),
    ] {
        let entry = entry(audience);
        let json = as_json(&Status::of(&here, &entry, AccountId(1)));
        assert_eq!(json["visibility"], word);
        assert_eq!(json.get("local_only").is_some(), audience == Audience::Local);
    }
    // What is deleted to be told again does not leave by that.
    let entry = entry(Audience::Local);
    let again = as_json(&Status::of(&here, &entry, AccountId(1)).offered_again(&entry.view.story));
    assert_eq!((&again["visibility"], &again["text"]), (&json!("direct"), &json!("Words")));
}

#[test]
fn a_notification_names_who_and_what() {
    let here = here();
    let mut one = notifications::Notification {
        id: NotificationId(5),
        kind: NotificationKind::Mention,
        from: Arc::new(account(2, "ben", Some("other.example"))),
        entry: Some(entry(Audience::Direct)),
        created_at: at(),
    };
    let json = as_json(&Notification::of(&here, &one, AccountId(1)));
    has(&json, "id type created_at group_key account status");
    complete(&json["status"]);
    (one.kind, one.entry) = (NotificationKind::Follow, None);
    let json = as_json(&Notification::of(&here, &one, AccountId(1)));
    has(&json["account"], ACCOUNT);
    assert_eq!(json["type"], "follow");
    assert!(json.get("status").is_none());
}

#[test]
fn the_small_ones_are_complete_too() {
    let (here, author) = (here(), account(1, "ada", None));
    let version = Version {
        title: String::new(),
        content_html: "<p>Old</p>".to_owned(),
        summary: String::new(),
        sensitive: false,
        emojis: vec![emoji()],
        at: at(),
    };
    let author_entity = Account::of(&here, &author);
    let edit = as_json(&StatusEdit::of(&here, &version, &author_entity));
    has(&edit, "content spoiler_text sensitive created_at account media_attachments emojis");
    let tag = hearth_core::tags::Tagged { tag: "rain".to_owned(), followed: true, featured: false };
    has(&as_json(&Tag::of(&here, &tag, true)), "id name url history following featuring");
    has(&as_json(&Tag::of(&here, &tag, false)), "id name url history");
    assert_eq!(as_json(&CustomEmoji::of(&here, &emoji())).get("category"), Some(&Value::Null));
    let report = reports::Report {
        id: ReportId(3),
        uri: String::new(),
        target: account(2, "ben", Some("other.example")),
        story_uris: Vec::new(),
        comment: "rude".to_owned(),
        forwarded: false,
    };
    let json = as_json(&Report::of(&here, &report, &[StoryId(7)], &Told::default(), at()));
    has(&json, "id action_taken category comment forwarded created_at status_ids target_account");
    assert_eq!(json["status_ids"], json!(["7"]));
    for null in ["action_taken_at", "rule_ids", "collection_ids"] {
        assert_eq!(json.get(null), Some(&Value::Null), "{null}");
    }
}

#[test]
fn a_relationship_has_all_its_fields() {
    let json = as_json(&Relationship::from(relationship::Relationship {
        id: AccountId(2),
        following: true,
        showing_boosts: true,
        notifying: false,
        languages: Vec::new(),
        followed_by: false,
        blocking: false,
        blocked_by: false,
        muting: true,
        muting_notifications: true,
        muting_expires_at: Some(at()),
        requested: false,
        requested_by: false,
        host_blocking: false,
        endorsed: false,
        note: String::new(),
    }));
    has(
        &json,
        "id following showing_reblogs notifying followed_by blocking blocked_by muting muting_notifications \
        muting_expires_at requested requested_by domain_blocking endorsed note",
    );
    assert_eq!(json.get("languages"), Some(&Value::Null));
    assert_eq!(json["muting_expires_at"], "2026-11-23T10:20:30.400Z");
}
