//! Reads what a Question asks.

use crate::origin::reading::{kind, many, text, time};
use hearth_core::polls::RemotePoll;
use serde_json::Value;

/// The poll of a Question; `None` of anything else, and where there is nothing to choose.
pub(super) fn read(document: &Value) -> Option<RemotePoll> {
    if kind(document) != "Question" {
        return None;
    }
    let any = many(document, "anyOf");
    let multiple = !any.is_empty();
    let options = if multiple { any } else { many(document, "oneOf") };
    let named: Vec<(String, i64)> = options
        .into_iter()
        .filter_map(|option| Some((text(option, "name")?.to_owned(), tally(option))))
        .collect();
    let (options, tallies) = named.into_iter().unzip();
    let poll = RemotePoll {
        options,
        tallies,
        voters: document.get("votersCount").and_then(Value::as_i64),
        multiple,
        // What was closed early has no other end.
        ends_at: time(document, "closed").or_else(|| time(document, "endTime")),
    };
    (!poll.options.is_empty()).then_some(poll)
}

fn tally(option: &Value) -> i64 {
    option.get("replies").and_then(|replies| replies.get("totalItems")).and_then(Value::as_i64).unwrap_or(0)
}
