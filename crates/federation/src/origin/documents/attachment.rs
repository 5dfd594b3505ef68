//! Reads the pictures, sounds and films of a story.

use crate::origin::reading::{id_of, kind, many, normal, page, text};
use hearth_core::stories::RemoteAttachment;
use serde_json::Value;

/// As many as are kept of one story.
const MOST: usize = 32;

/// The media of a story document, in order: what is attached, a film or sound itself, and for want of both the picture
/// an article or event is illustrated with.
pub fn attachments(document: &Value) -> Vec<RemoteAttachment> {
    let attached = many(document, "attachment").into_iter().filter(|one| is_media(one)).filter_map(read);
    let mut found: Vec<RemoteAttachment> = attached.chain(itself(document)).take(MOST).collect();
    if found.is_empty() && matches!(kind(document), "Article" | "Page" | "Event") {
        found.extend(many(document, "image").into_iter().filter(|one| one.is_object()).find_map(read));
    }
    found
}

fn is_media(one: &Value) -> bool {
    match kind(one) {
        "Document" | "Image" | "Video" | "Audio" => true,
        // Lemmy links to pictures rather than attaching them.
        "Link" => text(one, "mediaType").is_some_and(is_seen_or_heard),
        _ => false,
    }
}

fn is_seen_or_heard(media_type: &str) -> bool {
    ["image/", "video/", "audio/"].iter().any(|kind| media_type.starts_with(kind))
}

/// The file of a film, sound or picture that is an object of its own.
fn itself(document: &Value) -> Option<RemoteAttachment> {
    if !matches!(kind(document), "Video" | "Audio" | "Image") {
        return None;
    }
    let links = many(document, "url");
    let file = links.into_iter().find(|link| text(link, "mediaType").is_some_and(is_seen_or_heard))?;
    let preview_url = many(document, "icon").into_iter().find_map(page);
    Some(RemoteAttachment { preview_url, ..read(file)? })
}

fn read(one: &Value) -> Option<RemoteAttachment> {
    let url = page(one).or_else(|| text(one, "href").and_then(normal))?;
    let size = |key: &str| one.get(key).and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok());
    Some(RemoteAttachment {
        media_type: media_type(one, &url),
        preview_url: many(one, "icon")
            .into_iter()
            .find_map(|icon| page(icon).or_else(|| id_of(icon).and_then(normal))),
        description: text(one, "name")
            .or_else(|| text(one, "summary"))
            .map(|words| words.chars().take(10_000).collect()),
        blurhash: text(one, "blurhash")
            .filter(|hash| hash.len() <= 128 && hash.is_ascii())
            .map(str::to_owned),
        width: size("width").filter(|pixels| *pixels > 0),
        height: size("height").filter(|pixels| *pixels > 0),
        focus: focus(one),
        url,
    })
}

fn media_type(one: &Value, url: &str) -> String {
    let told =
        text(one, "mediaType").filter(|told| told.len() <= 100 && told.is_ascii() && told.contains('/'));
    if let Some(told) = told {
        return told.to_ascii_lowercase();
    }
    let end = url.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match (kind(one), end.as_str()) {
        (_, "png") => "image/png",
        (_, "webp") => "image/webp",
        (_, "gif") => "image/gif",
        ("Video", _) | (_, "mp4" | "webm") => "video/mp4",
        ("Audio", _) | (_, "mp3" | "ogg") => "audio/mpeg",
        ("Image", _) | (_, "jpg" | "jpeg") => "image/jpeg",
        _ => "application/octet-stream",
    }
    .to_owned()
}

#[expect(clippy::cast_possible_truncation, reason = "a focal point needs no more than seven digits")]
fn focus(one: &Value) -> Option<(f32, f32)> {
    let point = one.get("focalPoint")?.as_array()?;
    let at =
        |place: usize| point.get(place)?.as_f64().filter(|part| part.abs() <= 1.0).map(|part| part as f32);
    Some((at(0)?, at(1)?))
}
