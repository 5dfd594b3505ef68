//! `MediaAttachment`.

use hearth_core::stories::Attachment;
use serde::Serialize;
use serde_json::{Value, json};

/// A picture, sound or film.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Media {
    id: String,
    r#type: &'static str,
    url: String,
    preview_url: Option<String>,
    remote_url: Option<String>,
    meta: Value,
    description: Option<String>,
    blurhash: Option<String>,
}

impl From<&Attachment> for Media {
    fn from(attachment: &Attachment) -> Self {
        let kind = match attachment.media_type.split('/').next() {
            Some("image") => "image",
            Some("video") => "video",
            Some("audio") => "audio",
            _ => "unknown",
        };
        Self {
            id: attachment.id.to_string(),
            r#type: kind,
            url: attachment.url.clone(),
            preview_url: attachment.preview_url.clone().or_else(|| Some(attachment.url.clone())),
            remote_url: Some(attachment.url.clone()),
            meta: meta(attachment),
            description: attachment.description.clone(),
            blurhash: attachment.blurhash.clone(),
        }
    }
}

fn meta(attachment: &Attachment) -> Value {
    let mut meta = json!({});
    if let (Some(width), Some(height)) = (attachment.width, attachment.height) {
        let size = json!({
            "width": width, "height": height, "size": format!("{width}x{height}"),
            "aspect": f64::from(width) / f64::from(height.max(1)),
        });
        meta["original"] = size.clone();
        meta["small"] = size;
    }
    if let Some((x, y)) = attachment.focus {
        meta["focus"] = json!({"x": x, "y": y});
    }
    meta
}
