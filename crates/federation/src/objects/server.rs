//! What this server says of itself: NodeInfo (FEP-f1d5, FEP-0151).

use hearth_core::here::Here;
use serde_json::{Value, json};

/// A version of the NodeInfo schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// 2.0, which everybody reads.
    V2_0,
    /// 2.1, which adds the repository.
    V2_1,
}

impl Schema {
    fn number(self) -> &'static str {
        match self {
            Self::V2_0 => "2.0",
            Self::V2_1 => "2.1",
        }
    }

    /// Name of the schema, as links name it.
    #[must_use]
    pub fn rel(self) -> String {
        format!("http://nodeinfo.diaspora.software/ns/schema/{}", self.number())
    }

    /// Media type of the document.
    #[must_use]
    pub fn media_type(self) -> String {
        format!("application/json; profile=\"{}#\"", self.rel())
    }
}

/// Where the documents are.
#[must_use]
pub fn links(here: &Here) -> Value {
    let link = |schema: Schema| json!({ "rel": schema.rel(), "href": format!("{}/nodeinfo/{}", here.base(), schema.number()) });
    json!({ "links": [link(Schema::V2_0), link(Schema::V2_1)] })
}

/// The document. `accounts` is how many people live here: a size, not a measure of approval, and the one figure
/// that directories of servers cannot do without. How active they are and how much they tell is nobody's business;
/// the schema lets us leave that out.
#[must_use]
pub fn node_info(here: &Here, schema: Schema, accounts: usize) -> Value {
    json!({
        "version": schema.number(),
        "software": { "name": "hearth", "version": env!("CARGO_PKG_VERSION") },
        "protocols": ["activitypub"],
        "services": { "inbound": [], "outbound": [] },
        "openRegistrations": false,
        "usage": { "users": { "total": accounts } },
        // Clients of Mastodon's API look here for the dialect a server speaks.
        "metadata": { "nodeName": here.domain(), "upstream": { "name": "mastodon" } },
    })
}
