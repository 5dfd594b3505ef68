//! Content notes: the words for what a story holds, so that readers can choose.

pub mod choice;
mod vocabulary;

pub use choice::Choice;
pub use vocabulary::{Note, VOCABULARY};

use crate::{Error, Result};

/// The note with this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Note> {
    VOCABULARY.iter().find(|note| note.id == id)
}

/// Checks that all of them are in the vocabulary.
///
/// # Errors
/// [`Error::Invalid`] naming the first that is not.
pub fn check(ids: &[String]) -> Result<()> {
    match ids.iter().find(|id| by_id(id).is_none()) {
        Some(unknown) => {
            Err(Error::Invalid(format!("Validation failed: There is no content note {unknown:?}")))
        }
        None => Ok(()),
    }
}

/// What stands before content notes as words, where nothing else says that they are notes.
const LABEL: &str = "Note: ";

/// The words alone, for places that say themselves that they are content notes.
#[must_use]
pub fn unlabelled(summary: &str) -> &str {
    summary.strip_prefix(LABEL).unwrap_or(summary)
}

/// Content notes as words, for people first: "Note: bereavement by suicide, hospital". `plain` is what an app sent
/// as its own warning; alone, it stays as it is.
#[must_use]
pub fn compose(ids: &[String], own_words: &str, plain: &str) -> String {
    let mut words: Vec<&str> = Vec::with_capacity(ids.len() + 2);
    for word in ids.iter().filter_map(|id| by_id(id)).map(|note| note.label).chain([own_words.trim()]) {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    let plain = plain.trim();
    if words.is_empty() {
        return plain.to_owned();
    }
    let composed = format!("{LABEL}{}", words.join(", "));
    // What was composed before comes back from apps as their own warning.
    if plain.is_empty() || plain == composed { composed } else { format!("{composed}, {plain}") }
}
