//! Asks a server for its NodeInfo.

use crate::client::Fetched;
use crate::origin::host_of;
use crate::{Error, Federation, Result};
use serde_json::Value;
use url::Url;

/// Longest name or version that is believed to be one, in characters.
const LONGEST: usize = 100;

/// What a server says it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Software {
    /// Lower case.
    pub(super) name: String,
    /// As told; may be empty.
    pub(super) version: String,
}

/// Two unsigned fetches, both from `host` itself.
///
/// # Errors
/// When it cannot be asked, or what it answers is not NodeInfo.
pub(super) async fn ask(federation: &Federation, host: &str) -> Result<Software> {
    // Where plain http is spoken at all (closed networks), it is what peers speak.
    let scheme = if federation.settings.allow_http { "http" } else { "https" };
    let start = Url::parse(&format!("{scheme}://{host}/.well-known/nodeinfo"))
        .map_err(|_| Error::Untrusted("the host is not one"))?;
    let links = read(&federation.client.get(&start, "application/json", None).await?)?;
    let document = document_of(&links, host).ok_or(Error::Untrusted("no NodeInfo on the host itself"))?;
    let answer = federation.client.get(&document, "application/json", None).await?;
    software_of(&read(&answer)?).ok_or(Error::Untrusted("NodeInfo names no software"))
}

fn read(answer: &Fetched) -> Result<Value> {
    if !answer.status.is_success() {
        return Err(Error::Status(answer.status.as_u16()));
    }
    serde_json::from_slice(&answer.body).map_err(|_| Error::Untrusted("NodeInfo is not JSON"))
}

/// The newest document that lies on the host itself: another host may not speak for it.
fn document_of(links: &Value, host: &str) -> Option<Url> {
    let mut found: Vec<(&str, Url)> = links
        .get("links")?
        .as_array()?
        .iter()
        .filter_map(|link| {
            let rel = link.get("rel")?.as_str()?;
            let (_, version) = rel.split_once("://nodeinfo.diaspora.software/ns/schema/")?;
            let url = Url::parse(link.get("href")?.as_str()?).ok()?;
            (host_of(&url)? == host).then_some((version, url))
        })
        .collect();
    found.sort_by_key(|(version, _)| *version);
    found.pop().map(|(_, url)| url)
}

fn software_of(document: &Value) -> Option<Software> {
    let software = document.get("software")?;
    let text = |key: &str| software.get(key).and_then(Value::as_str).unwrap_or_default().trim();
    let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let name = cut(text("name")).to_lowercase();
    (!name.is_empty()).then(|| Software { name, version: cut(text("version")) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn takes_the_newest_document_of_the_host_itself() {
        let rel = |version: &str| format!("http://nodeinfo.diaspora.software/ns/schema/{version}");
        let links = json!({ "links": [
            { "rel": rel("2.1"), "href": "https://other.example/nodeinfo/2.1" },
            { "rel": rel("2.0"), "href": "https://hearth.example/nodeinfo/2.0" },
            { "rel": rel("1.0"), "href": "https://hearth.example/nodeinfo/1.0" },
            { "rel": "https://other.example/ns", "href": "https://hearth.example/elsewhere" },
        ]});
        let found = document_of(&links, "hearth.example").map(String::from);
        assert_eq!(found.as_deref(), Some("https://hearth.example/nodeinfo/2.0"));
        assert!(document_of(&links, "third.example").is_none());
        assert!(document_of(&json!({ "links": "none" }), "hearth.example").is_none());
    }

    #[test]
    fn names_are_cut_and_lowered() {
        let told = json!({ "software": { "name": " Lemmy ", "version": "9".repeat(500) } });
        let software = software_of(&told).unwrap();
        assert_eq!((software.name.as_str(), software.version.len()), ("lemmy", LONGEST));
        assert!(software_of(&json!({ "software": { "name": 7 } })).is_none());
        assert!(software_of(&json!([])).is_none());
    }
}
