//! Plain one-line texts from peers: names and content notes.

use super::sanitise::is_override;
use super::text::to_text;

/// Longest display name, in characters (as the rest of the field).
const LONGEST_NAME: usize = 2_048;
/// Longest content notes, in characters.
const LONGEST_SUMMARY: usize = 5_000;

/// A display name on one line, without control characters, direction marks and overrides, and characters of no width
/// that only mislead; cut to 2048 characters. Empty if nothing is left.
#[must_use]
pub fn clean_name(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|character| if character.is_whitespace() { ' ' } else { character })
        .filter(|character| !is_override(*character) && !is_unseen(*character))
        .take(LONGEST_NAME)
        .collect();
    kept.trim().to_owned()
}

/// Characters that nobody sees. The joiners U+200C and U+200D stay: Persian, Indic scripts and emoji of several people
/// are written with them; so do variation selectors.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
            | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// Content notes as plain words, from text that may be HTML.
#[must_use]
pub fn clean_summary(text: &str) -> String {
    let text = if text.contains(['<', '&']) { to_text(text) } else { text.to_owned() };
    let kept: String =
        text.chars().filter(|character| !is_override(*character)).take(LONGEST_SUMMARY).collect();
    kept.trim().to_owned()
}
