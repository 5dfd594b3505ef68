//! Asks another server which account a handle names (RFC 7033).

use super::Budget;
use crate::origin::{json, reading};
use crate::{Error, Federation, Result, peers};
use hearth_core::accounts::Handle;
use serde_json::Value;
use url::Url;

/// What a server says of a handle.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The handle it uses for the account.
    pub(super) subject: Handle,
    /// The account's id.
    pub(super) uri: Url,
}

/// Asks the server of `name@host`.
///
/// # Errors
/// When it cannot be asked, or names no ActivityPub account.
pub(super) async fn ask(federation: &Federation, name: &str, host: &str, budget: &Budget) -> Result<Answer> {
    if !peers::deals_with(federation, host).await? {
        return Err(Error::Blocked(host.to_owned()));
    }
    let scheme = if federation.settings.allow_http { "http" } else { "https" };
    let direct = format!("{scheme}://{host}/.well-known/webfinger?resource=acct:{name}@{host}");
    match lookup(federation, &direct, budget).await {
        Err(Error::Status(404)) => {
            let template = template(federation, &format!("{scheme}://{host}/.well-known/host-meta"), budget).await?;
            lookup(federation, &template.replace("{uri}", &format!("acct:{name}@{host}")), budget).await
        }
        other => other,
    }
}

async fn lookup(federation: &Federation, address: &str, budget: &Budget) -> Result<Answer> {
    let answer = json::read(&get(federation, address, "application/jrd+json, application/json", budget).await?)
        .map_err(|_| Error::Untrusted("WebFinger did not answer JSON"))?;
    read(&answer).ok_or(Error::Untrusted("WebFinger names no ActivityPub account"))
}

async fn get(federation: &Federation, address: &str, accept: &str, budget: &Budget) -> Result<Vec<u8>> {
    let url = Url::parse(address).map_err(|_| Error::Untrusted("the handle's host is no address"))?;
    if federation.core.here.owns(url.as_str()) {
        return Err(Error::Untrusted("this server is not asked about itself"));
    }
    budget.take()?;
    let fetched = federation.client.get(&url, accept, None).await?;
    if !fetched.status.is_success() {
        return Err(Error::Status(fetched.status.as_u16()));
    }
    Ok(fetched.body.to_vec())
}

fn read(answer: &Value) -> Option<Answer> {
    let subject = reading::text(answer, "subject")?.parse().ok()?;
    let own = |link: &&&Value| {
        reading::text(link, "rel") == Some("self")
            && reading::text(link, "type").is_some_and(crate::origin::is_activity_json)
    };
    let links = reading::many(answer, "links");
    let href = reading::text(links.iter().find(own)?, "href")?;
    Some(Answer { subject, uri: crate::origin::normalise_id(href).ok()? })
}

/// The address template of a host-meta document (RFC 6415), found without an XML reader: one link, one attribute.
async fn template(federation: &Federation, address: &str, budget: &Budget) -> Result<String> {
    let body = get(federation, address, "application/xrd+xml", budget).await?;
    let text = String::from_utf8_lossy(&body);
    let link = text
        .split('<')
        .find(|tag| tag.starts_with("Link") && tag.contains("lrdd"))
        .ok_or(Error::Untrusted("host-meta names no WebFinger"))?;
    let (_, after) = link.split_once("template=").ok_or(Error::Untrusted("host-meta names no template"))?;
    let quote = after.chars().next().filter(|mark| matches!(mark, '"' | '\''));
    let inner = quote.and_then(|mark| after.get(1..)?.split(mark).next());
    inner.map(|inner| inner.replace("&amp;", "&")).ok_or(Error::Untrusted("host-meta names no template"))
}
