//! The check sees what is wrong.

use super::{endpoint, wrong};
use reqwest::Method;
use serde_json::{Value, json};

fn list() -> Value {
    json!({"id": "7", "title": "Near", "replies_policy": "list", "exclusive": false})
}

#[test]
fn what_is_as_it_should_be_passes() {
    assert_eq!(wrong(&Method::GET, "/api/v1/lists", &json!([list()])), [""; 0]);
    assert_eq!(wrong(&Method::GET, "/api/v1/lists/7/", &list()), [""; 0]);
    assert_eq!(wrong(&Method::GET, "/nowhere", &json!("anything")), [""; 0]);
}

#[test]
fn what_is_missing_null_or_of_another_kind_is_named() {
    for (name, value) in [("id", json!(7)), ("title", Value::Null), ("exclusive", json!("false"))] {
        let mut crooked = list();
        crooked[name] = value;
        let found = wrong(&Method::GET, "/api/v1/lists/7", &crooked);
        assert!(found.len() == 1 && found[0].contains(name), "{found:?}");
    }
    let mut less = list();
    less.as_object_mut().unwrap().remove("title");
    assert_eq!(wrong(&Method::GET, "/api/v1/lists", &json!([less])).len(), 1);
    assert_eq!(wrong(&Method::GET, "/api/v1/lists", &list()).len(), 1);
    let marker = json!([{"id": "1", "uri": "u", "scheduled_at": "2026-11-23T10:00:00Z", "params": {}, "media_attachments": []}]);
    let found = wrong(&Method::GET, "/api/v1/scheduled_statuses", &marker);
    assert!(found.iter().any(|one| one.contains("scheduled_at is no datetime")), "{found:?}");
    assert!(found.iter().any(|one| one.contains("params.text is missing")), "{found:?}");
}

#[test]
fn a_path_with_words_of_its_own_goes_before_one_with_a_parameter() {
    let path = |asked: &str| endpoint(&Method::GET, asked).unwrap().path;
    assert_eq!(path("/api/v1/accounts/relationships"), "/api/v1/accounts/relationships");
    assert_eq!(path("/api/v1/accounts/7"), "/api/v1/accounts/:id");
}
