//! What a community says (FEP-1b12): what its members did, and what its stewards decided.

use super::Document;
use super::actor::moderators_of;
use super::audience::followers_of;
use super::context::PUBLIC;
use chrono::{DateTime, Utc};
use hearth_core::accounts::Account;
use serde_json::Value;

/// `Announce` of an activity, which stands in it whole, as it was said.
#[must_use]
pub fn announce(id: &str, community: &Account, activity: impl Into<Value>) -> Document {
    Document::named(id, "Announce")
        .set("actor", community.uri.as_str())
        .list("to", [community.uri.as_str(), PUBLIC])
        .list("cc", [followers_of(community)])
        .set("object", activity)
}

/// `Delete` by a steward: that it has a `summary`, why, tells it from one by the author.
#[must_use]
pub fn removal(id: &str, steward: &Account, community: &Account, story_uri: &str, why: &str) -> Document {
    let why = if why.is_empty() { "removed by the stewards" } else { why };
    decided(id, "Delete", steward, community).set("object", story_uri).set("summary", why)
}

/// `Lock` of a thread: it takes no further answers.
#[must_use]
pub fn lock(id: &str, steward: &Account, community: &Account, story_uri: &str) -> Document {
    decided(id, "Lock", steward, community).set("object", story_uri)
}

/// `Block` of somebody, from this community alone: why, and until when, where it ends.
#[must_use]
pub fn block(
    id: &str,
    (steward, community): (&Account, &Account),
    blocked: &Account,
    why: &str,
    until: Option<DateTime<Utc>>,
) -> Document {
    let document = decided(id, "Block", steward, community)
        .set("object", blocked.uri.as_str())
        .set("target", community.uri.as_str())
        .set("removeData", false)
        .text("summary", why);
    match until {
        Some(until) => document.time("endTime", until),
        None => document,
    }
}

/// `Add` to what the community features, or `Remove` from it.
#[must_use]
pub fn feature(id: &str, added: bool, steward: &Account, community: &Account, story_uri: &str) -> Document {
    listed(id, added, steward, community)
        .set("object", story_uri)
        .set("target", format!("{}/collections/featured", community.uri))
}

/// `Add` to those who look after the community, or `Remove` from them.
#[must_use]
pub fn moderator(id: &str, added: bool, steward: &Account, community: &Account, who: &Account) -> Document {
    listed(id, added, steward, community)
        .set("object", who.uri.as_str())
        .set("target", moderators_of(community))
}

fn listed(id: &str, added: bool, steward: &Account, community: &Account) -> Document {
    decided(id, if added { "Add" } else { "Remove" }, steward, community)
}

/// `Update` of the community itself; `group` is the whole of it.
#[must_use]
pub fn update(id: &str, steward: &Account, community: &Account, group: Document) -> Document {
    decided(id, "Update", steward, community).set("object", group)
}

/// `Undo` of one of these.
#[must_use]
pub fn undo(id: &str, steward: &Account, community: &Account, undone: Document) -> Document {
    decided(id, "Undo", steward, community).set("object", undone)
}

fn decided(id: &str, kind: &str, steward: &Account, community: &Account) -> Document {
    Document::named(id, kind)
        .set("actor", steward.uri.as_str())
        .list("to", [PUBLIC])
        .list("cc", [community.uri.as_str()])
        .set("audience", community.uri.as_str())
}
