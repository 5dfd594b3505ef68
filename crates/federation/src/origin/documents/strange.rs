//! Makes what is more than words readable: quotes, events, films.

use crate::origin::reading::{id, kind, many, normal, page, text, time};
use hearth_core::markup::is_web_address;
use serde_json::Value;
use std::fmt::Write as _;

/// What stands after the content of an object that is more than its words, as HTML (sanitised later).
pub(super) fn addition(document: &Value, content: &str) -> String {
    let special = match kind(document) {
        "Event" => occasion(document),
        "Video" | "Audio" | "Image" | "Page" | "Article" => link(document, content),
        _ => String::new(),
    };
    special + &quoted(document, content)
}

fn occasion(document: &Value) -> String {
    let mut html = String::new();
    if let Some(start) = time(document, "startTime") {
        let _ = write!(html, "<p>{}</p>", start.format("%-d %B %Y, %H:%M UTC"));
    }
    let place = many(document, "location")
        .into_iter()
        .find_map(|place| text(place, "name").or_else(|| place.as_str()));
    if let Some(place) = place {
        let _ = write!(html, "<p>{}</p>", escaped(place));
    }
    html + &link(document, "")
}

/// Lemmy's pages carry what they are about as an attached link; films and events are worth their page.
fn link(document: &Value, content: &str) -> String {
    let attached = many(document, "attachment")
        .into_iter()
        .filter(|one| kind(one) == "Link")
        .find_map(|one| text(one, "href").filter(|href| is_web_address(href)).map(str::to_owned));
    let shown = match kind(document) {
        "Video" | "Audio" | "Event" => page(document),
        _ => None,
    };
    match attached.or(shown).filter(|href| !leads_to(content, href)) {
        Some(href) => format!("<p><a href=\"{0}\">{0}</a></p>", escaped(&href)),
        None => String::new(),
    }
}

/// A quote, in any of the forms in use, stays as a link: what it quotes is not shown under another's name.
fn quoted(document: &Value, content: &str) -> String {
    const NAMES: [&str; 4] = ["quote", "quoteUrl", "quoteUri", "_misskey_quote"];
    let tag = || {
        many(document, "tag")
            .into_iter()
            .filter(|tag| {
                kind(tag) == "Link" && text(tag, "rel") == Some("https://misskey-hub.net/ns#_misskey_quote")
            })
            .find_map(|tag| text(tag, "href").and_then(normal))
    };
    let href = NAMES.iter().find_map(|name| id(document, name)).or_else(tag);
    // Most servers write the link into the content too, some with the address of the page: `quote-inline` marks it.
    match href.filter(|href| !leads_to(content, href) && !content.contains("quote-inline")) {
        Some(href) => format!("<p class=\"quote-inline\">RE: <a href=\"{0}\">{0}</a></p>", escaped(&href)),
        None => String::new(),
    }
}

fn leads_to(content: &str, href: &str) -> bool {
    content.contains(href) || content.contains(&escaped(href))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
