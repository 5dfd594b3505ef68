//! What the server says of itself to apps.

use super::ask::{error, unknown, with_token};
use super::shapes::has;
use hearth_api::Shown;
use hearth_core::peers::rules::{Rule, set_rule};
use hearth_testkit::TestHearth;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn the_document_has_what_apps_need() {
    let hearth = TestHearth::start().await;
    let doc = unknown(&hearth, Method::GET, "/api/v2/instance").await.ok();
    has(
        &doc,
        &[
            "domain",
            "title",
            "version",
            "source_url",
            "description",
            "usage",
            "thumbnail",
            "icon",
            "languages",
            "configuration",
            "registrations",
            "api_versions",
            "contact",
            "rules",
        ],
    );
    assert_eq!(doc["domain"], hearth.domain.as_str());
    assert!(doc["version"].as_str().unwrap().starts_with("4."), "{}", doc["version"]);
    let limits = &doc["configuration"];
    assert_eq!(limits["statuses"]["max_characters"], 20_000);
    for (section, key) in [
        ("statuses", "max_media_attachments"),
        ("statuses", "characters_reserved_per_url"),
        ("accounts", "max_featured_tags"),
        ("accounts", "max_pinned_statuses"),
        ("polls", "max_options"),
        ("media_attachments", "image_size_limit"),
    ] {
        assert!(limits[section][key].is_u64(), "{section}.{key}");
    }
    assert!(limits["media_attachments"]["supported_mime_types"].is_array());
    assert!(limits["urls"]["streaming"].as_str().unwrap().starts_with("ws"));
    assert!(limits["vapid"]["public_key"].is_string());
    assert_eq!(limits["translation"]["enabled"], false);
    assert!(doc["contact"]["email"].is_string());
    assert!(doc["registrations"]["enabled"].is_boolean());
    assert!(doc["thumbnail"]["url"].is_string());
    assert!(doc["languages"].is_array() && doc["rules"].is_array());
    assert_eq!(doc["usage"]["users"]["active_month"], 0);
}

#[tokio::test]
async fn the_older_document_too() {
    let hearth = TestHearth::start().await;
    let doc = unknown(&hearth, Method::GET, "/api/v1/instance").await.ok();
    has(
        &doc,
        &[
            "uri",
            "title",
            "short_description",
            "description",
            "email",
            "version",
            "urls",
            "stats",
            "thumbnail",
            "languages",
            "registrations",
            "approval_required",
            "invites_enabled",
            "configuration",
            "contact_account",
            "rules",
        ],
    );
    // toot names the account by it.
    assert_eq!(doc["uri"], hearth.domain.as_str());
    assert!(doc["urls"]["streaming_api"].is_string());
    for count in ["user_count", "status_count", "domain_count"] {
        assert!(doc["stats"][count].is_u64(), "{count}");
    }
    for list in ["/api/v1/custom_emojis", "/api/v1/instance/rules", "/api/v1/instance/peers"] {
        assert_eq!(unknown(&hearth, Method::GET, list).await.ok(), json!([]), "{list}");
    }
}

#[tokio::test]
async fn which_servers_are_blocked_is_told_as_far_as_it_is_set() {
    const LIST: &str = "/api/v1/instance/domain_blocks";
    let with = async |shown| {
        let hearth = TestHearth::with(|config| config.instance.domain_blocks = shown).await;
        set_rule(&hearth.core, "cruel.example", Some(Rule::Blocked), "hunts people").await.unwrap();
        set_rule(&hearth.core, "kind.example", Some(Rule::Allowed), "").await.unwrap();
        hearth
    };
    let digest = "8f8a4a45d264a04acea5e84d12cde994203856fcfda6d4580294b898d29f0b0b";
    let all = with(Shown::All).await;
    let list = unknown(&all, Method::GET, LIST).await.ok();
    let [one] = list.as_array().unwrap().as_slice() else { panic!("{list}") };
    assert_eq!(
        (&one["domain"], &one["severity"], &one["comment"]),
        (&json!("cruel.example"), &json!("suspend"), &json!("hunts people"))
    );
    assert_eq!(one["digest"], digest);
    let users = with(Shown::Users).await;
    error(&unknown(&users, Method::GET, LIST).await, 401, "This method requires an authenticated user");
    let ada = users.person("ada").await;
    assert_eq!(with_token(&users, &ada.token, Method::GET, LIST).await.ok().as_array().unwrap().len(), 1);
    let disabled = with(Shown::Disabled).await;
    let ada = disabled.person("ada").await;
    error(&with_token(&disabled, &ada.token, Method::GET, LIST).await, 404, "Record not found");
}
