//! `MediaAttachment`.

use hearth_core::here::Here;
use hearth_core::ids::AttachmentId;
use hearth_core::proxied::{Form, Shown};
use hearth_core::stories::Attachment;
use hearth_media::picture::Limits;
use serde::{Serialize, Serializer};

/// Pictures that can be made fit to show here; all else stays where it is.
const READABLE: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];

/// A picture, sound or film.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Media<'a> {
    id: AttachmentId,
    r#type: &'static str,
    url: Option<Shown<'a>>,
    preview_url: Option<Shown<'a>>,
    remote_url: Option<&'a str>,
    meta: Meta<'a>,
    description: Option<&'a str>,
    blurhash: Option<&'a str>,
}

#[derive(Debug, Clone, Serialize)]
struct Meta<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<Original<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    small: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    focus: Option<Focus>,
}

/// The file itself: pixels of what is seen, seconds of what plays.
#[derive(Debug, Clone, Serialize)]
struct Original<'a> {
    #[serde(flatten)]
    size: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame_rate: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bitrate: Option<i64>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Size {
    width: i32,
    height: i32,
    size: Written,
    aspect: f64,
}

impl Size {
    fn of(width: i32, height: i32) -> Self {
        Self { width, height, size: Written(width, height), aspect: f64::from(width) / f64::from(height) }
    }

    /// The size of the preview, where one is made here.
    fn small(self, made: bool) -> Self {
        let most = i32::try_from(Limits::default().preview_side).unwrap_or(i32::MAX);
        let longer = self.width.max(self.height);
        if !made || longer <= most {
            return self;
        }
        // To the nearest pixel, as the preview was drawn.
        let shrunk = |side: i32| {
            ((i64::from(side) * i64::from(most) * 2 + i64::from(longer)) / (2 * i64::from(longer))).max(1)
        };
        let side = |side: i32| i32::try_from(shrunk(side)).unwrap_or(most);
        Self::of(side(self.width), side(self.height))
    }
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
    pub(crate) fn of(here: &'a Here, attachment: &'a Attachment) -> Self {
        let kind = match attachment.media_type.split('/').next() {
            Some("image") => "image",
            Some("video") => "video",
            Some("audio") => "audio",
            _ => "unknown",
        };
        let size = match (attachment.width, attachment.height) {
            (Some(width), Some(height)) if width > 0 && height > 0 => Some(Size::of(width, height)),
            _ => None,
        };
        let (ours, readable) = (here.owns(&attachment.url), READABLE.contains(&&*attachment.media_type));
        let film = attachment.film.as_ref();
        let picture = |url: &'a str, form| Shown::picture(here, url, form);
        let url = attachment.url.as_str();
        let whole = if readable { picture(url, Form::Whole) } else { Shown::as_is(here, url) };
        Self {
            id: attachment.id,
            r#type: kind,
            // What is still being made fit to show has no address.
            url: Some(whole).filter(|_| !attachment.url.is_empty()),
            preview_url: match &attachment.preview_url {
                Some(url) => Some(picture(url, Form::Small)),
                None if readable => Some(picture(&attachment.url, Form::Small)),
                None => Some(whole).filter(|_| kind == "image"),
            },
            remote_url: Some(attachment.url.as_str()).filter(|url| !ours && !url.is_empty()),
            meta: Meta {
                original: (size.is_some() || film.is_some()).then(|| Original {
                    size,
                    frame_rate: film.and_then(|film| film.frame_rate.as_deref()),
                    duration: film.map(|film| film.duration),
                    bitrate: film.and_then(|film| film.bitrate),
                }),
                small: size.map(|size| size.small(ours || (readable && here.seal().is_some()))),
                focus: attachment.focus.map(|(x, y)| Focus { x, y }),
            },
            description: attachment.description.as_deref(),
            blurhash: attachment.blurhash.as_deref(),
        }
    }
}
