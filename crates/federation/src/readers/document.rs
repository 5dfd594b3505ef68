//! What the readers have in common: properties of a document, and what stands behind them.

use super::{Seen, There};
use crate::origin::reading;
use serde_json::Value;
use url::Url;

/// The context without which a document says nothing.
const STREAMS: &str = "https://www.w3.org/ns/activitystreams";
/// Longer documents are not read anywhere.
const LONGEST: usize = 1_000_000;

/// A document that can be read at all.
pub(super) fn parse(body: &[u8]) -> Result<Value, Seen> {
    if body.len() > LONGEST {
        return Err(Seen::Dropped("it is longer than a megabyte"));
    }
    let document: Value =
        serde_json::from_slice(body).map_err(|_| Seen::Dropped("it cannot be read as JSON"))?;
    let named = reading::many(&document, "@context").into_iter().any(|one| one.as_str() == Some(STREAMS));
    if named { Ok(document) } else { Err(Seen::Dropped("its context does not name ActivityStreams")) }
}

/// Addressees of one kind.
pub(super) fn addressed(document: &Value, key: &str) -> Vec<String> {
    reading::many(document, key).into_iter().filter_map(reading::id_of).map(str::to_owned).collect()
}

/// Whether everybody is among them.
pub(super) fn holds_public(names: &[String]) -> bool {
    names.iter().any(|name| reading::is_public(name))
}

/// Whom the tags name.
pub(super) fn mentioned(document: &Value) -> Vec<String> {
    let tags = reading::many(document, "tag").into_iter().filter(|tag| reading::kind(tag) == "Mention");
    tags.filter_map(|tag| tag.get("href").and_then(Value::as_str)).map(str::to_owned).collect()
}

/// The object with what is known of it: as it stands there, or as its address answers.
pub(super) fn object<'a>(activity: &'a Value, there: &'a There) -> Option<&'a Value> {
    let object = reading::many(activity, "object").into_iter().next()?;
    if object.is_object() { Some(object) } else { there.documents.get(object.as_str()?) }
}

/// Whether two ids are of one server.
pub(super) fn same_host(one: &str, other: &str) -> bool {
    let host = |id: &str| Url::parse(id).ok().and_then(|url| url.host_str().map(str::to_owned));
    host(one).is_some_and(|host_of| Some(host_of) == host(other))
}

/// A text property; empty where there is none.
pub(super) fn words(document: &Value, key: &str) -> String {
    document.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Addresses of what is attached.
pub(super) fn media(document: &Value) -> Vec<String> {
    let attached = reading::many(document, "attachment").into_iter();
    attached
        .filter_map(|one| one.get("url").or_else(|| one.get("href"))?.as_str().map(str::to_owned))
        .collect()
}

/// Whom a sub-policy approves at once; `None` where nothing is said.
pub(super) fn approved(document: &Value, what: &str) -> Option<Vec<String>> {
    let rule = document.get("interactionPolicy")?.get(what)?;
    let names = reading::many(rule, "automaticApproval").into_iter().filter_map(Value::as_str);
    Some(names.map(str::to_owned).collect())
}

/// In words, whom a sub-policy approves.
pub(super) fn who(names: &[String], author: &str) -> String {
    let word = |name: &String| match name.as_str() {
        name if reading::is_public(name) => "anybody",
        name if name == author => "the author alone",
        name if name.strip_prefix(author) == Some("/followers") => "followers of the author",
        name if name.strip_prefix(author) == Some("/following") => "those whom the author follows",
        _ => "some by name",
    };
    let mut words: Vec<&str> = names.iter().map(word).collect();
    if words.len() > 1 {
        words.retain(|word| *word != "the author alone");
    }
    words.join(", ")
}
