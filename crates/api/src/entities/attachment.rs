//! `MediaAttachment`.

use hearth_core::here::Here;
use hearth_core::ids::AttachmentId;
use hearth_core::stories::Attachment;
use serde::{Serialize, Serializer};

/// A picture, sound or film.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Media<'a> {
    id: AttachmentId,
    r#type: &'static str,
    url: &'a str,
    preview_url: &'a str,
    remote_url: Option<&'a str>,
    meta: Meta,
    description: Option<&'a str>,
    blurhash: Option<&'a str>,
}

#[derive(Debug, Clone, Serialize)]
struct Meta {
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    small: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    focus: Option<Focus>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Size {
    width: i32,
    height: i32,
    size: Written,
    aspect: f64,
}

/// `640x480`
#[derive(Debug, Clone, Copy)]
struct Written(i32, i32);

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}x{}", self.0, self.1))
    }
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Focus {
    x: f32,
    y: f32,
}

impl<'a> Media<'a> {
    /// What apps get of it.
    pub(crate) fn of(here: &Here, attachment: &'a Attachment) -> Self {
        let kind = match attachment.media_type.split('/').next() {
            Some("image") => "image",
            Some("video") => "video",
            Some("audio") => "audio",
            _ => "unknown",
        };
        let size = match (attachment.width, attachment.height) {
            (Some(width), Some(height)) if width > 0 && height > 0 => {
                let aspect = f64::from(width) / f64::from(height);
                Some(Size { width, height, size: Written(width, height), aspect })
            }
            _ => None,
        };
        Self {
            id: attachment.id,
            r#type: kind,
            url: &attachment.url,
            preview_url: attachment.preview_url.as_ref().unwrap_or(&attachment.url),
            remote_url: Some(attachment.url.as_str()).filter(|url| !here.owns(url)),
            meta: Meta { original: size, small: size, focus: attachment.focus.map(|(x, y)| Focus { x, y }) },
            description: attachment.description.as_deref(),
            blurhash: attachment.blurhash.as_deref(),
        }
    }
}
