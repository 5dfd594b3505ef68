//! Makes kinds of objects that are not stories readable as such: questions, events, films.

use crate::origin::reading::{kind, many, page, text, time};
use hearth_core::markup::is_web_address;
use serde_json::Value;
use std::fmt::Write as _;

/// What stands after the content of an object that is more than its words, as HTML (sanitised later).
pub(super) fn addition(document: &Value) -> String {
    match kind(document) {
        "Question" => options(document),
        "Event" => occasion(document),
        "Video" | "Audio" | "Image" | "Page" | "Article" => link(document),
        _ => String::new(),
    }
}

fn options(document: &Value) -> String {
    let mut html = String::from("<ul>");
    for option in many(document, "oneOf").into_iter().chain(many(document, "anyOf")).take(500) {
        let _ = write!(html, "<li>{}</li>", escaped(text(option, "name").unwrap_or_default()));
    }
    html.push_str("</ul>");
    if let Some(end) = time(document, "endTime") {
        let _ = write!(html, "<p>Open until {}.</p>", end.format("%-d %B %Y, %H:%M UTC"));
    }
    html
}

fn occasion(document: &Value) -> String {
    let mut html = String::new();
    if let Some(start) = time(document, "startTime") {
        let _ = write!(html, "<p>{}</p>", start.format("%-d %B %Y, %H:%M UTC"));
    }
    let place = many(document, "location").into_iter().find_map(|place| text(place, "name").or_else(|| place.as_str()));
    if let Some(place) = place {
        let _ = write!(html, "<p>{}</p>", escaped(place));
    }
    html + &link(document)
}

/// Lemmy's pages carry what they are about as an attached link.
fn link(document: &Value) -> String {
    let attached = many(document, "attachment").into_iter().find(|one| kind(one) == "Link").and_then(|one| {
        text(one, "href").filter(|href| is_web_address(href)).map(str::to_owned)
    });
    let shown = match kind(document) {
        "Video" | "Audio" | "Event" => page(document),
        _ => None,
    };
    attached
        .or(shown)
        .map(|href| format!("<p><a href=\"{0}\">{0}</a></p>", escaped(&href)))
        .unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
