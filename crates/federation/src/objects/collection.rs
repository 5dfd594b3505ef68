//! Collections and their pages. Totals of people's approval are never told; nor are totals that cost a count.

use super::Document;
use serde_json::Value;

/// Ordered or not: what readers expect of each collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `OrderedCollection`, newest first: outbox, featured, followers.
    Ordered,
    /// `Collection`: replies and contexts, as Mastodon serves and reads them.
    Loose,
}

impl Order {
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Ordered => ("OrderedCollection", "OrderedCollectionPage", "orderedItems"),
            Self::Loose => ("Collection", "CollectionPage", "items"),
        }
    }
}

/// A collection that says nothing of its members: readers take it for hidden.
#[must_use]
pub fn hidden(id: &str) -> Document {
    Document::named(id, "OrderedCollection")
}

/// A short collection, whole.
#[must_use]
pub fn whole(id: &str, items: Vec<Value>) -> Document {
    Document::named(id, "OrderedCollection").set("totalItems", items.len()).set("orderedItems", items)
}

/// People by their addresses, all of them, and not counted.
#[must_use]
pub fn roll(id: &str, people: Vec<Value>) -> Document {
    Document::named(id, "OrderedCollection").set("orderedItems", people)
}

/// A long collection: where its first page is, or that page itself.
#[must_use]
pub fn paged(id: &str, order: Order, first: impl Into<Value>) -> Document {
    Document::named(id, order.names().0).set("first", first.into())
}

/// A page; `next` is its successor's address.
#[must_use]
pub fn page(id: &str, order: Order, of: &str, next: Option<String>, items: Vec<Value>) -> Document {
    let (_, kind, key) = order.names();
    Document::named(id, kind).set("partOf", of).maybe("next", next).set(key, items)
}
