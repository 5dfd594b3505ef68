//! Requests as clients other than the kit's make them: without a token, with a lesser one, as forms.

use hearth_core::members::{Scopes, tokens};
use hearth_testkit::person::{exchange, http};
use hearth_testkit::{Answer, Person, TestHearth};
use reqwest::Method;
use serde_json::Value;

/// A request of somebody without a token.
pub async fn unknown(hearth: &TestHearth, method: Method, path: &str) -> Answer {
    exchange(http().request(method, format!("{}{path}", hearth.base))).await
}

/// A request with any text as the token.
pub async fn with_token(hearth: &TestHearth, token: &str, method: Method, path: &str) -> Answer {
    exchange(http().request(method, format!("{}{path}", hearth.base)).bearer_auth(token)).await
}

/// The same person through an app that may do less.
pub async fn limited(hearth: &TestHearth, person: &Person, scopes: &str) -> Person {
    let scopes = Scopes::parse(scopes).unwrap();
    let token = tokens::create(&hearth.core, person.account.id, &scopes, "less", None).await.unwrap();
    let mut less = person.clone();
    less.token = token;
    less
}

/// A request with a body of a given kind.
pub async fn sent(person: &Person, method: Method, path: &str, kind: &str, body: &str) -> Answer {
    let request = http().request(method, format!("{}{path}", person.base)).bearer_auth(&person.token);
    exchange(request.header("content-type", kind).body(body.to_owned())).await
}

/// The text of an error, which is all that its body holds.
#[track_caller]
pub fn error(answer: &Answer, status: u16, text: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.json, serde_json::json!({ "error": text }));
}

/// The id of an entity.
#[track_caller]
pub fn id(entity: &Value) -> &str {
    entity["id"].as_str().unwrap_or_else(|| panic!("no id: {entity}"))
}

/// The ids of a list.
#[track_caller]
pub fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter().map(id).collect()
}

/// Where a `Link` header leads, as a path.
pub fn link(answer: &Answer, rel: &str, base: &str) -> Option<String> {
    let header = answer.headers.get("link")?.to_str().unwrap();
    let end = format!("; rel=\"{rel}\"");
    let part = header.split(", ").find_map(|part| part.strip_suffix(end.as_str()))?;
    let address = part.trim_start_matches('<').trim_end_matches('>');
    Some(address.strip_prefix(base).unwrap_or_else(|| panic!("{address} is not below {base}")).to_owned())
}
