//! Finds what a text names: people, hashtags, addresses, emoji.

use super::compose::{Format, linkable, typed};
use crate::accounts::Handle;
use regex::Regex;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// What a text names, each once, in order of appearance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scanned {
    /// People.
    pub mentions: Vec<Handle>,
    /// Hashtags as written, without `#`.
    pub hashtags: Vec<String>,
    /// Web addresses.
    pub urls: Vec<String>,
    /// Emoji shortcodes, without colons.
    pub emojis: Vec<String>,
}

/// A piece of a text that becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A person.
    Mention(Handle),
    /// A hashtag, as written.
    Hashtag(String),
    /// A web address.
    Url(String),
}

// One expression walks the text once; it has no back-references, so its time is linear.
// A mention or hashtag must not follow a letter, a digit, a slash or an ampersand (as in a@b or &#39;).
static PIECES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?P<url>https?://[^\s<>\x22\x00-\x1f]+)
        | (?:^|[^\w/&@\#]) (?:
            (?P<mention>@[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*(?:@[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*[\p{L}\p{M}\p{N}](?::[0-9]{1,5})?)?)
            | (?P<tag>[\#＃][\p{L}\p{M}\p{N}_·\u{200c}]*[\p{L}_][\p{L}\p{M}\p{N}_·\u{200c}]*)
        )",
    )
    .ok()
});

static EMOJIS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r":([A-Za-z0-9_]{2,64}):").ok());

/// The pieces of a plain text that become links, in order, with their places.
pub(super) fn pieces(text: &str) -> Vec<(Range<usize>, Piece)> {
    let Some(expression) = PIECES.as_ref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut from = 0;
    // A match may begin with the character before a mention, which can also end the one before it: so each search
    // starts at the end of the last piece rather than of the last match.
    while let Some(captures) = expression.captures_at(text, from) {
        let (range, piece) = if let Some(url) = captures.name("url") {
            let url_text = trim_url(url.as_str());
            (url.start()..url.start() + url_text.len(), Some(Piece::Url(url_text.to_owned())))
        } else if let Some(mention) = captures.name("mention") {
            (mention.range(), mention.as_str().parse().ok().map(Piece::Mention))
        } else if let Some(tag) = captures.name("tag") {
            let name = tag.as_str().trim_start_matches(['#', '＃']);
            (tag.range(), Some(Piece::Hashtag(name.to_owned())))
        } else {
            break;
        };
        from = range.end;
        if let Some(piece) = piece {
            found.push((range, piece));
        }
    }
    found
}

/// An address without the punctuation that ends the sentence around it. A bracket that was opened inside stays.
fn trim_url(url: &str) -> &str {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('（', '）'), ('「', '」')];
    let mut unopened = PAIRS.map(|(open, close)| {
        let count = |wanted: char| url.chars().filter(|character| *character == wanted).count();
        count(close).saturating_sub(count(open))
    });
    let mut end = url.len();
    for (at, last) in url.char_indices().rev() {
        let pair = PAIRS.iter().position(|(_, close)| *close == last);
        let loose = match pair.and_then(|pair| unopened.get_mut(pair)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => matches!(
                last,
                '.' | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '\''
                    | '*'
                    | '_'
                    | '…'
                    | '”'
                    | '’'
                    | '»'
                    | '。'
                    | '、'
                    | '，'
                    | '！'
                    | '？'
            ),
        };
        if !loose {
            break;
        }
        end = at;
    }
    url.get(..end).unwrap_or_default()
}

/// What a plain text names.
#[must_use]
pub fn scan(source: &str) -> Scanned {
    scan_as(source, Format::Plain)
}

/// What a text of this format names; what stands in the code or links of Markdown names nobody.
#[must_use]
pub fn scan_as(source: &str, format: Format) -> Scanned {
    let source = typed(source);
    let mut scanned = Scanned::default();
    let mut known = HashSet::new();
    for text in linkable(&source, format) {
        for (_, piece) in pieces(&text) {
            scanned.add(piece, &mut known);
        }
        scanned.add_emojis(&text, &mut known);
    }
    scanned
}

impl Scanned {
    fn add(&mut self, piece: Piece, known: &mut HashSet<(char, String)>) {
        match piece {
            Piece::Mention(handle) => {
                if known.insert(('@', handle.to_string().to_ascii_lowercase())) {
                    self.mentions.push(handle);
                }
            }
            Piece::Hashtag(tag) => {
                if known.insert(('#', fold_tag(&tag))) {
                    self.hashtags.push(tag);
                }
            }
            Piece::Url(url) => {
                if known.insert(('/', url.clone())) {
                    self.urls.push(url);
                }
            }
        }
    }

    fn add_emojis(&mut self, text: &str, known: &mut HashSet<(char, String)>) {
        // A shortcode stands by itself: there is none in 12:30:45.
        let apart =
            |neighbour: Option<char>| !neighbour.is_some_and(|next| next.is_alphanumeric() || next == ':');
        for code in EMOJIS
            .iter()
            .flat_map(|expression| expression.captures_iter(text))
            .filter_map(|found| found.get(1))
        {
            let before = text.get(..code.start() - 1).and_then(|text| text.chars().next_back());
            let after = text.get(code.end() + 1..).and_then(|text| text.chars().next());
            if apart(before) && apart(after) && known.insert((':', code.as_str().to_owned())) {
                self.emojis.push(code.as_str().to_owned());
            }
        }
    }
}

/// A hashtag as it is looked up: compatibility-composed, lower case (with the letters that differ only in how their
/// capitals were written made one), and without what is not seen.
#[must_use]
pub fn fold_tag(tag: &str) -> String {
    let folded: String = tag
        .trim_start_matches(['#', '＃'])
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|character| if character == 'ς' { 'σ' } else { character })
        .filter(|character| !character.is_whitespace() && !character.is_control())
        .collect();
    // Lower case may not be composed.
    folded.nfkc().collect()
}
