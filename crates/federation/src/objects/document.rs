//! A JSON document under construction: keys in the order they are set, nothing empty, nothing null.

use super::context::Context;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value};

/// An ActivityStreams object, or a part of one. Keys keep the order in which they were set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document(Map<String, Value>);

impl Document {
    /// An object of this `type`.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        Self::default().set("type", kind)
    }

    /// An object with this `id` and `type`, in that order.
    #[must_use]
    pub fn named(id: &str, kind: &str) -> Self {
        Self::default().set("id", id).set("type", kind)
    }

    /// Sets a property.
    #[must_use]
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Sets a property that may be absent.
    #[must_use]
    pub fn maybe(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(key, value),
            None => self,
        }
    }

    /// Sets a text, unless it is empty.
    #[must_use]
    pub fn text(self, key: &str, text: &str) -> Self {
        if text.is_empty() { self } else { self.set(key, text) }
    }

    /// Sets a list, unless it is empty.
    #[must_use]
    pub fn list<T: Into<Value>>(self, key: &str, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<Value> = items.into_iter().map(Into::into).collect();
        if items.is_empty() { self } else { self.set(key, items) }
    }

    /// Sets a flag, if it is up.
    #[must_use]
    pub fn flag(self, key: &str, up: bool) -> Self {
        if up { self.set(key, true) } else { self }
    }

    /// Sets a time, to the second.
    #[must_use]
    pub fn time(self, key: &str, at: DateTime<Utc>) -> Self {
        self.set(key, at.to_rfc3339_opts(SecondsFormat::Secs, true))
    }

    /// Sets a time, to the millisecond, where later and earlier must differ: readers sort by it.
    #[must_use]
    pub fn moment(self, key: &str, at: DateTime<Utc>) -> Self {
        self.set(key, at.to_rfc3339_opts(SecondsFormat::Millis, true))
    }

    /// Leaves a property out.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.0.shift_remove(key);
        self
    }

    /// The value of a text property.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(Value::as_str)
    }

    /// The bytes to send, with the `@context` in front. A document that stands inside another has none.
    #[must_use]
    pub fn into_bytes(self, context: Context) -> Vec<u8> {
        let mut whole = Map::with_capacity(self.0.len() + 1);
        whole.insert("@context".to_owned(), context.value());
        whole.extend(self.0);
        // A map of texts and numbers always serialises.
        serde_json::to_vec(&whole).unwrap_or_default()
    }
}

impl From<Document> for Value {
    fn from(document: Document) -> Self {
        Self::Object(document.0)
    }
}
