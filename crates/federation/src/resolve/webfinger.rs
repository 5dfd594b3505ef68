//! Asks another server which account a handle names (RFC 7033).

use super::Budget;
use super::fetch::plain;
use crate::origin::{is_activity_json, json, normalise_id, reading};
use crate::{Error, Federation, Result};
use activitypub_federation::fetch::webfinger::WebfingerLink;
use hearth_core::accounts::Handle;
use serde::Deserialize as _;
use serde_json::Value;
use url::Url;

/// What a server says of a handle.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The handle it uses for the account.
    pub(super) subject: Handle,
    /// The ids behind it: one, or two where a person and a community share the name.
    pub(super) uris: Vec<String>,
}

impl Answer {
    /// Whether it names the account with this id.
    pub(super) fn names(&self, uri: &str) -> bool {
        self.uris.iter().any(|named| named == uri)
    }
}

/// Asks the server of `name@host`.
///
/// # Errors
/// When it cannot be asked, or names no ActivityPub account.
pub(super) async fn ask(federation: &Federation, name: &str, host: &str, budget: &Budget) -> Result<Answer> {
    let scheme = if federation.settings.allow_http { "http" } else { "https" };
    let resource = format!("acct:{name}@{host}");
    let direct = format!("{scheme}://{host}/.well-known/webfinger?resource={resource}");
    match lookup(federation, &direct, budget).await {
        Err(Error::Status(404)) => {
            let template =
                template(federation, &format!("{scheme}://{host}/.well-known/host-meta"), budget).await;
            // Without host-meta what WebFinger said holds: there is no such account.
            let template =
                template.map_err(|error| if error.passes() { error } else { Error::Status(404) })?;
            lookup(federation, &template.replace("{uri}", &resource), budget).await
        }
        other => other,
    }
}

async fn lookup(federation: &Federation, address: &str, budget: &Budget) -> Result<Answer> {
    let answer =
        json::read(&get(federation, address, "application/jrd+json, application/json", budget).await?)
            .map_err(|_| Error::Untrusted("WebFinger did not answer JSON"))?;
    read(&answer).ok_or(Error::Untrusted("WebFinger names no ActivityPub account"))
}

async fn get(federation: &Federation, address: &str, accept: &str, budget: &Budget) -> Result<Vec<u8>> {
    let url = Url::parse(address).map_err(|_| Error::Untrusted("the handle's host is no address"))?;
    Ok(plain(federation, &url, accept, budget).await?.body.to_vec())
}

fn read(answer: &Value) -> Option<Answer> {
    let subject = reading::text(answer, "subject")?.parse().ok()?;
    let uris: Vec<String> = reading::many(answer, "links")
        .into_iter()
        // Each by itself: what one link gets wrong says nothing of the others.
        .filter_map(|link| WebfingerLink::deserialize(link).ok())
        .filter(|link| link.rel.as_deref() == Some("self"))
        .filter(|link| link.kind.as_deref().is_some_and(is_activity_json))
        .filter_map(|link| normalise_id(link.href?.as_str()).ok())
        .map(String::from)
        .take(2)
        .collect();
    (!uris.is_empty()).then_some(Answer { subject, uris })
}

/// The address template of a host-meta document (RFC 6415), found without an XML reader: one link, one attribute.
async fn template(federation: &Federation, address: &str, budget: &Budget) -> Result<String> {
    let body = get(federation, address, "application/xrd+xml", budget).await?;
    template_in(&String::from_utf8_lossy(&body)).ok_or(Error::Untrusted("host-meta names no template"))
}

fn template_in(document: &str) -> Option<String> {
    let link = document.split('<').find(|tag| tag.starts_with("Link") && tag.contains("lrdd"))?;
    let (_, after) = link.split_once("template=")?;
    let quote = after.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let inner = after.get(1..)?.split(quote).next()?;
    inner.contains("{uri}").then(|| inner.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::{read, template_in};
    use serde_json::json;

    #[test]
    fn takes_links_to_documents_alone() {
        let answer = read(&json!({ "subject": "acct:ada@other.example", "links": [
            { "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": "https://other.example/@ada" },
            { "rel": "self", "type": "text/html", "href": "https://other.example/@ada" },
            { "rel": "self", "type": "application/activity+json", "href": "https://OTHER.example/u/ada" },
            { "rel": "self", "type": "application/activity+json", "href": "https://other.example/c/ada" },
        ]}))
        .unwrap();
        assert!(answer.names("https://other.example/u/ada") && answer.names("https://other.example/c/ada"));
        assert_eq!(answer.subject.host.as_deref(), Some("other.example"));
        assert!(read(&json!({ "subject": "acct:ada@other.example", "links": [] })).is_none());
        assert!(read(&json!({ "links": [{ "rel": "self", "type": "application/activity+json", "href": "https://x.example" }] })).is_none());
    }

    #[test]
    fn finds_the_template_of_host_meta() {
        let xml = "<?xml version='1.0'?><XRD><Link rel=\"lrdd\" template=\"https://other.example/wf?a=1&amp;r={uri}\"/></XRD>";
        assert_eq!(template_in(xml).as_deref(), Some("https://other.example/wf?a=1&r={uri}"));
        for bad in [
            "",
            "<Link rel='lrdd'/>",
            "<Link rel='lrdd' template='https://other.example/'/>",
            "<Link rel=\"lrdd\" template=",
        ] {
            assert!(template_in(bad).is_none(), "{bad}");
        }
    }
}
