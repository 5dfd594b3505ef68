//! Small readings of ActivityStreams JSON: one or many, an id or an object, the public collection.

use super::url::normalise_id;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// As many values as any list of ours is read to.
pub const LONGEST_LIST: usize = 500;

/// The values of a property that may be absent, one, or many; at most [`LONGEST_LIST`].
pub fn many<'a>(document: &'a Value, key: &str) -> Vec<&'a Value> {
    match document.get(key) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().take(LONGEST_LIST).collect(),
        Some(one) => vec![one],
    }
}

/// The id of a value: itself if it is text, its `id` (or a link's `href`) if it is an object.
pub fn id_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Object(object) => object.get("id").or_else(|| object.get("href")).and_then(Value::as_str),
        _ => None,
    }
}

/// The id of the (first) value of a property, in its normal form.
pub fn id(document: &Value, key: &str) -> Option<String> {
    many(document, key).into_iter().find_map(id_of).and_then(normal)
}

/// The ids of all values of a property, in their normal form.
pub fn ids(document: &Value, key: &str) -> Vec<String> {
    many(document, key).into_iter().filter_map(id_of).filter_map(normal).collect()
}

/// An id in its normal form.
pub fn normal(text: &str) -> Option<String> {
    normalise_id(text).ok().map(String::from)
}

/// A property that is text.
pub fn text<'a>(document: &'a Value, key: &str) -> Option<&'a str> {
    document.get(key).and_then(Value::as_str)
}

/// A property that is true or false; anything else is false.
pub fn flag(document: &Value, key: &str) -> bool {
    document.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// The `type`; of several the first.
pub fn kind(document: &Value) -> &str {
    many(document, "type").first().and_then(|one| one.as_str()).unwrap_or_default()
}

/// A property that is an instant.
pub fn time(document: &Value, key: &str) -> Option<DateTime<Utc>> {
    text(document, key).and_then(|text| DateTime::parse_from_rfc3339(text).ok()).map(|time| time.to_utc())
}

/// Whether a value names everyone.
pub fn is_public(text: &str) -> bool {
    matches!(text, "https://www.w3.org/ns/activitystreams#Public" | "as:Public" | "Public")
}

/// The page address of an object: `url` may be text, a link, or a list of links.
pub fn page(document: &Value) -> Option<String> {
    let links = many(document, "url");
    let html = links.iter().find(|link| text(link, "mediaType") == Some("text/html"));
    html.or(links.first()).and_then(|link| id_of(link)).and_then(normal)
}
