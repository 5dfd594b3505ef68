//! What a community says (FEP-1b12): what its members did, and what its stewards decided.

use super::Document;
use super::audience::followers_of;
use super::context::PUBLIC;
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

/// `Block` of somebody, from this community alone.
#[must_use]
pub fn block(id: &str, steward: &Account, community: &Account, blocked: &Account) -> Document {
    decided(id, "Block", steward, community)
        .set("object", blocked.uri.as_str())
        .set("target", community.uri.as_str())
}

/// `Add` to what the community features, or `Remove` from it.
#[must_use]
pub fn feature(id: &str, kind: &str, steward: &Account, community: &Account, story_uri: &str) -> Document {
    decided(id, kind, steward, community)
        .set("object", story_uri)
        .set("target", format!("{}/collections/featured", community.uri))
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
