//! What is left of something deleted.

use super::Document;
use chrono::{DateTime, Utc};

/// A Tombstone (ActivityStreams vocabulary): served with 410, and the object of a Delete.
#[must_use]
pub fn tombstone(id: &str, former_type: Option<&str>, deleted_at: Option<DateTime<Utc>>) -> Document {
    let document = Document::named(id, "Tombstone").maybe("formerType", former_type);
    match deleted_at {
        Some(at) => document.time("deleted", at),
        None => document,
    }
}
