//! Pictures inside a text become links with their description, as the rest of the field does.

use super::link::{escape, is_web_address};
use regex::Regex;
use std::sync::LazyLock;

static IMAGE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?is)<img\b([^<>]{0,4096})>").ok());
static SOURCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?is)\bsrc\s*=\s*["']([^"']*)["']"#).ok());
static WORDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?is)\balt\s*=\s*["']([^"']*)["']"#).ok());

/// Replaces each `img` by a link to it. What is no honest picture is dropped; the result is still to be sanitised.
pub(super) fn as_links(html: &str) -> String {
    let Some(image) = IMAGE.as_ref() else {
        return html.to_owned();
    };
    image
        .replace_all(html, |found: &regex::Captures<'_>| {
            let attributes = found.get(1).map_or("", |part| part.as_str());
            let value = |of: &LazyLock<Option<Regex>>| {
                of.as_ref()
                    .and_then(|expression| expression.captures(attributes))
                    .and_then(|captures| captures.get(1))
                    .map(|part| part.as_str().to_owned())
            };
            let words = value(&WORDS).filter(|words| !words.trim().is_empty());
            let mut link = String::new();
            if let Some(source) = value(&SOURCE).filter(|source| is_web_address(source)) {
                link.push_str("<a href=\"");
                escape(&source, &mut link);
                link.push_str("\">");
                escape(words.as_deref().unwrap_or("🖼"), &mut link);
                link.push_str("</a>");
            }
            link
        })
        .into_owned()
}
