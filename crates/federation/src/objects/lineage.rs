//! A question whether one story may say that another gave it courage.

use super::Document;
use super::audience::Addressing;
use hearth_core::accounts::Account;

/// What the first story is to the second, as a name of ours.
pub const INSPIRED_BY: &str = "urn:hearth:inspiredBy";

/// `Offer` of a Relationship between two stories, to whoever told the one that is named.
#[must_use]
pub fn offer(id: &str, author: &Account, to: &Account, story_uri: &str, source_uri: &str) -> Document {
    let relationship = Document::new("Relationship")
        .set("subject", story_uri)
        .set("relationship", INSPIRED_BY)
        .set("object", source_uri);
    Addressing::one(to)
        .write(Document::named(id, "Offer").set("actor", author.uri.as_str()))
        .set("object", relationship)
}
