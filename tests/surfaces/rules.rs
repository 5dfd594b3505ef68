//! What holds for every answer, whoever asks: noted text stands in its fold, and nobody counts people.

use hearth_testkit::Answer;
use serde_json::Value;

/// Whether the text stands only where it is folded: in `<details>`, or beside the words of its note.
pub fn is_folded(answer: &Answer, mark: &str) -> bool {
    if answer.json.is_null() {
        is_folded_page(&answer.text, mark)
    } else {
        is_noted(&answer.json, mark, false)
    }
}

fn is_folded_page(page: &str, mark: &str) -> bool {
    page.match_indices(mark).all(|(at, _)| {
        let Some((_, inside)) = page[..at].rsplit_once("<details") else { return false };
        inside.contains("</summary>") && !inside.contains("</details>")
    })
}

/// In JSON, a note stands in the object that holds the text, or in one around it.
fn is_noted(value: &Value, mark: &str, noted: bool) -> bool {
    match value {
        Value::String(text) => noted || !text.contains(mark),
        Value::Array(items) => items.iter().all(|item| is_noted(item, mark, noted)),
        Value::Object(object) => {
            let note =
                |key: &str| object.get(key).and_then(Value::as_str).is_some_and(|note| !note.is_empty());
            let noted = noted || note("spoiler_text") || note("summary");
            object.values().all(|value| is_noted(value, mark, noted))
        }
        _ => true,
    }
}

/// Counts that say how many words there are, or how many wait for the reader's own answer; never how many people.
const OF_WORDS: &[&str] = &[
    "replies_count",
    "follow_requests_count",
    "notifications_count",
    "pending_requests_count",
    "pending_notifications_count",
    "totalItems",
];

/// Every count of people in an answer.
pub fn counts(answer: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    look(&answer.json, "", &mut found);
    found
}

fn look(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| look(item, path, found)),
        Value::Object(object) => {
            let id = object.get("id").and_then(Value::as_str).unwrap_or_default();
            for (key, value) in object {
                let path = format!("{path}.{key}");
                let people = ["likes", "shares", "followers", "following", "members", "moderators"];
                let of_people = people.iter().any(|word| path.contains(word) || id.ends_with(word));
                // How much one has not read yet is the whole of that answer.
                let unread = path == ".count" && object.len() == 1;
                let counts = !unread && (key.ends_with("_count") || key == "count" || key == "totalItems");
                let some = value.as_f64().is_some_and(|count| count > 0.0);
                if counts && some && (of_people || !OF_WORDS.contains(&key.as_str())) {
                    found.push(format!("counts people: {path} is {value}"));
                }
                look(value, &path, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_rules_see_what_is_wrong() {
    let page = |text: &str| is_folded_page(text, "secret");
    assert!(page("<details><summary>Note: x</summary>secret</details> and more"));
    assert!(!page("<details><summary>secret</summary>x</details>"));
    assert!(!page("<meta content=\"secret\"><details><summary>x</summary>secret</details>"));
    assert!(!page("<details><summary>x</summary>y</details>secret"));
    let json = |text: &str| is_noted(&serde_json::from_str(text).unwrap(), "secret", false);
    assert!(json(r#"[{"spoiler_text": "Note: x", "content": "secret"}]"#));
    assert!(json(r#"{"object": {"summary": "Note: x", "contentMap": {"en": "secret"}}}"#));
    assert!(!json(r#"[{"spoiler_text": "", "content": "secret"}]"#));
    assert!(!json(r#"{"a": {"spoiler_text": "Note: x"}, "title": "secret"}"#));
    let some = |text: &str| {
        let mut found = Vec::new();
        look(&serde_json::from_str(text).unwrap(), "", &mut found);
        found.len()
    };
    assert_eq!(some(r#"{"favourites_count": 1, "replies_count": 2}"#), 1);
    assert_eq!(some(r#"{"likes": {"totalItems": 1}, "replies": {"totalItems": 1}}"#), 1);
    assert_eq!(some(r#"{"id": "https://x/users/ada/followers", "totalItems": 3}"#), 1);
}
