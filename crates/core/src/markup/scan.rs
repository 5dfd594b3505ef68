//! Finds what a text names: people, hashtags, addresses, emoji.

use crate::accounts::Handle;
use regex::Regex;
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
            (?P<mention>@[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*(?:@[\p{L}\p{N}][\p{L}\p{N}.-]*[\p{L}\p{N}](?::[0-9]{1,5})?)?)
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

/// An address without the punctuation that ends the sentence around it.
fn trim_url(url: &str) -> &str {
    let mut url = url;
    loop {
        let Some(last) = url.chars().next_back() else {
            return url;
        };
        let closes =
            |open: char, close: char| last == close && url.matches(close).count() > url.matches(open).count();
        let loose = matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '…' | '”' | '»');
        if !(loose || closes('(', ')') || closes('[', ']') || closes('{', '}')) {
            return url;
        }
        url = url.get(..url.len() - last.len_utf8()).unwrap_or_default();
    }
}

/// What `source` names.
#[must_use]
pub fn scan(source: &str) -> Scanned {
    let mut scanned = Scanned::default();
    for (_, piece) in pieces(source) {
        match piece {
            Piece::Mention(handle) => once(&mut scanned.mentions, handle),
            Piece::Hashtag(tag) => {
                if !scanned.hashtags.iter().any(|known| fold_tag(known) == fold_tag(&tag)) {
                    scanned.hashtags.push(tag);
                }
            }
            Piece::Url(url) => once(&mut scanned.urls, url),
        }
    }
    for captures in EMOJIS.iter().flat_map(|expression| expression.captures_iter(source)) {
        if let Some(code) = captures.get(1) {
            once(&mut scanned.emojis, code.as_str().to_owned());
        }
    }
    scanned
}

fn once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// A hashtag as it is looked up: compatibility-composed and lower case.
#[must_use]
pub fn fold_tag(tag: &str) -> String {
    tag.trim_start_matches(['#', '＃']).nfkc().flat_map(char::to_lowercase).collect()
}
