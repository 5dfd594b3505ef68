//! Turns HTML back into plain words.

use ammonia::Builder;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Keeps nothing but line breaks and paragraphs, which then become newlines.
static BREAKS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "br",
            "p",
            "li",
            "blockquote",
            "pre",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "div",
        ]))
        .clean_content_tags(HashSet::from(["script", "style"]));
    builder
});

/// The words of (sanitised or not) HTML: paragraphs apart by an empty line, other blocks by a newline.
#[must_use]
pub fn to_text(html: &str) -> String {
    let marked = BREAKS.clean(html).to_string();
    let mut text = String::with_capacity(marked.len());
    let mut rest = marked.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, following) = after.split_once('>').unwrap_or((after, ""));
        match tag {
            "br" | "/li" | "/div" | "/pre" => text.push('\n'),
            "/p" | "/blockquote" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => text.push_str("\n\n"),
            _ => {}
        }
        rest = following;
    }
    text.push_str(rest);
    unescape(&text).trim().to_owned()
}

/// The words of HTML that is nested too deep to be parsed: everything between `<` and `>` goes.
pub(super) fn to_text_flat(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text
}

/// The first `length` characters of the words, with `…` if there are more.
#[must_use]
pub fn excerpt(html: &str, length: usize) -> String {
    let text = to_text(html).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

/// The serialiser writes exactly these.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}
