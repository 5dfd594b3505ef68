//! Counts a text's length the way the field's apps do.

use super::scan::{Piece, pieces};
use unicode_segmentation::UnicodeSegmentation as _;

/// What an address counts, however long it is.
const URL: usize = 23;

/// Length of a text in grapheme clusters; an address counts 23, of a person only the name counts.
#[must_use]
pub fn count(text: &str) -> usize {
    let mut total = 0;
    let mut from = 0;
    for (range, piece) in pieces(text) {
        total += text.get(from..range.start).unwrap_or_default().graphemes(true).count();
        total += match piece {
            Piece::Url(_) => URL,
            Piece::Mention(handle) => handle.name.len() + 1,
            Piece::Hashtag(_) => text.get(range.clone()).unwrap_or_default().graphemes(true).count(),
        };
        from = range.end;
    }
    total + text.get(from..).unwrap_or_default().graphemes(true).count()
}
