//! WebFinger (RFC 7033) and the older way to find it (RFC 6415).

use hearth_core::accounts::Account;
use hearth_core::here::Here;
use serde_json::{Value, json};

/// Media type of a resource descriptor.
pub const JRD: &str = "application/jrd+json";
/// Media type of host metadata.
pub const XRD: &str = "application/xrd+xml; charset=utf-8";

/// Who `acct:name@domain` is. The one `self` link names the actor's id, which is what peers check.
#[must_use]
pub fn descriptor(here: &Here, handle: &str, account: &Account) -> Value {
    json!({
        "subject": format!("acct:{handle}@{}", here.domain()),
        "aliases": [account.url, account.uri],
        "links": [
            { "rel": "self", "type": "application/activity+json", "href": account.uri },
            { "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": account.url },
        ],
    })
}

/// Where WebFinger answers, for readers that ask `host-meta` first.
#[must_use]
pub fn host_meta(here: &Here) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\
         <Link rel=\"lrdd\" template=\"{}/.well-known/webfinger?resource={{uri}}\"/></XRD>\n",
        here.base()
    )
}
