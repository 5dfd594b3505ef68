//! The words of a story: their language, and HTML whatever form they came in.

use crate::origin::reading::{kind, text};
use hearth_core::markup::{Format, Resolved, compose};
use serde_json::Value;

/// Longest content that is looked at, in bytes; whole books are shorter in chapters.
const LONGEST: usize = 512 * 1024;

/// Language and content of a story document, as HTML that is still to be sanitised.
pub(super) fn of(document: &Value) -> (Option<String>, String) {
    let mapped = document.get("contentMap").and_then(Value::as_object);
    let told = text(document, "content").filter(|content| !content.is_empty());
    // Of several languages, the one of the content; the first where it stands in none.
    let entry = mapped.and_then(|map| {
        map.iter().find(|(_, words)| told.is_some() && words.as_str() == told).or_else(|| map.iter().next())
    });
    let language = entry
        .map(|(tag, _)| tag.as_str())
        .or_else(|| document.get("language").and_then(|language| text(language, "identifier")))
        .filter(|tag| tag.len() <= 20 && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        .filter(|tag| *tag != "und");
    let words = told.or_else(|| entry.and_then(|(_, words)| words.as_str())).or_else(|| teaser(document));
    (language.map(str::to_owned), html(cut(words.unwrap_or_default()), text(document, "mediaType")))
}

/// What stands for the content of an article, an event or a film without any. The summary of a Note is a warning.
fn teaser(document: &Value) -> Option<&str> {
    text(document, "summary").filter(|_| !matches!(kind(document), "Note" | "Question"))
}

fn html(words: &str, media_type: Option<&str>) -> String {
    let format = match media_type {
        Some("text/markdown") => Format::Markdown,
        Some("text/plain") => Format::Plain,
        _ => return words.to_owned(),
    };
    compose(words, format, &Resolved::default()).html
}

fn cut(words: &str) -> &str {
    words.get(..words.floor_char_boundary(LONGEST.min(words.len()))).unwrap_or_default()
}
