//! What a story asks, as other servers read it: a Note with a poll is a Question.

use super::Document;
use hearth_core::stories::StoryView;
use serde_json::{Value, json};

/// The type of a story's document.
#[must_use]
pub fn kind(view: &StoryView) -> &'static str {
    if view.poll.is_some() { "Question" } else { "Note" }
}

/// Adds the options, and how they stand unless that is hidden until the end.
#[must_use]
pub fn asked(view: &StoryView, document: Document) -> Document {
    let Some(poll) = &view.poll else { return document };
    // Over or not is for the reader's clock to say; what is hidden is told with the last Update.
    let told = !poll.hide_totals || poll.ended;
    let option = |(title, votes): (&str, i64)| {
        let mut replies = json!({ "type": "Collection" });
        if told {
            replies["totalItems"] = votes.into();
        }
        json!({ "type": "Note", "name": title, "replies": replies })
    };
    let options: Vec<Value> =
        poll.choices.iter().map(|choice| option((&choice.title, choice.votes))).collect();
    let document = document.set(if poll.multiple { "anyOf" } else { "oneOf" }, Value::Array(options));
    let document = match poll.ends_at {
        Some(end) if poll.ended => document.moment("endTime", end).moment("closed", end),
        Some(end) => document.moment("endTime", end),
        None => document,
    };
    document.maybe("votersCount", poll.voters.filter(|_| told))
}
