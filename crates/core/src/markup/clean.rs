//! Plain one-line texts from peers: names and content notes.

use super::sanitise::is_override;
use super::text::to_text;

/// Longest display name, in characters (as the rest of the field).
const LONGEST_NAME: usize = 2_048;
/// Longest content notes, in characters.
const LONGEST_SUMMARY: usize = 5_000;

/// A display name without control characters, direction overrides and characters of no width that only mislead.
#[must_use]
pub fn clean_name(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|character| if character.is_whitespace() { ' ' } else { character })
        .filter(|character| {
            // The joiner U+200D stays: emoji of several people are made with it.
            !is_override(*character) && !matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
        })
        .take(LONGEST_NAME)
        .collect();
    kept.trim().to_owned()
}

/// Content notes as plain words, from text that may be HTML.
#[must_use]
pub fn clean_summary(text: &str) -> String {
    let text = if text.contains(['<', '&']) { to_text(text) } else { text.to_owned() };
    let kept: String =
        text.chars().filter(|character| !is_override(*character)).take(LONGEST_SUMMARY).collect();
    kept.trim().to_owned()
}
