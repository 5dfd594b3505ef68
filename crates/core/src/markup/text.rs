//! Turns HTML back into plain words.

use super::level::level;
use ammonia::Builder;
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation as _;

/// Keeps nothing but what parts lines.
static BREAKS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.tags(HashSet::from([
        "br",
        "p",
        "li",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]));
    builder
});

/// The words of (sanitised or not) HTML: paragraphs apart by an empty line, other blocks by a newline. Newlines of the
/// HTML itself count as the spaces they are, but in `pre`.
#[must_use]
pub fn to_text(html: &str) -> String {
    let marked = BREAKS.clean(&level(html)).to_string();
    let mut text = String::with_capacity(marked.len());
    let mut rest = marked.as_str();
    let mut preformatted = 0_usize;
    while let Some((before, after)) = rest.split_once('<') {
        words(before, preformatted > 0, &mut text);
        let (tag, following) = after.split_once('>').unwrap_or((after, ""));
        match tag {
            "br" => text.push('\n'),
            "/p" | "/pre" | "/blockquote" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => {
                newlines(2, &mut text)
            }
            _ => newlines(1, &mut text),
        }
        preformatted = match tag {
            "pre" => preformatted + 1,
            "/pre" => preformatted.saturating_sub(1),
            _ => preformatted,
        };
        rest = following;
    }
    words(rest, false, &mut text);
    unescape(&text).trim().to_owned()
}

fn words(part: &str, preformatted: bool, text: &mut String) {
    if preformatted {
        text.push_str(part);
        return;
    }
    let mut lines = part.split('\n');
    text.push_str(lines.next().unwrap_or_default());
    for line in lines {
        // Source lines are indented for those who read the source.
        let line = line.trim_start_matches([' ', '\t']);
        if !line.is_empty() && !text.is_empty() && !text.ends_with(['\n', ' ']) {
            text.push(' ');
        }
        text.push_str(line);
    }
}

/// Ends the line, if there is any, so that at least `wanted` newlines stand at the end.
fn newlines(wanted: usize, text: &mut String) {
    let there = text.bytes().rev().take(wanted).take_while(|byte| *byte == b'\n').count();
    if !text.is_empty() {
        text.extend(std::iter::repeat_n('\n', wanted - there));
    }
}

/// The first `length` characters (as they are seen) of the words, with `…` if there are more.
#[must_use]
pub fn excerpt(html: &str, length: usize) -> String {
    let text = to_text(html).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.grapheme_indices(true).nth(length) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

/// The serialiser writes exactly these.
pub(super) fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}
