//! Makes film and sound that a member sent fit to show.

use super::Job;
use crate::{Context, files, verdict};
use hearth_core::ids::AttachmentId;
use hearth_core::media::{Film, film as verb};
use hearth_core::{Error, Result};
use hearth_media::film::{self, Bounds, Refused, make};
use hearth_media::picture::{self, Limits};
use hearth_queue::{Message, Verdict};
use serde::{Deserialize, Serialize};
use std::io::Read as _;

/// What a member reads where this machine cannot do it.
const NO_TOOLS: &str = "This server has no ffmpeg, so it takes pictures only";

/// Make film or sound fit to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeFilm {
    /// The file.
    pub media: AttachmentId,
}

impl Message for MakeFilm {
    const NAME: &'static str = "make_film";
    // It takes long: what takes a moment goes first.
    const PRIORITY: i16 = -5;
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(self.media.to_string())
    }

    fn line(&self) -> Option<String> {
        // Each takes all of a core: one at a time.
        Some("film".to_owned())
    }
}

impl Job for MakeFilm {
    async fn run(self, context: Context) -> std::result::Result<(), Verdict> {
        let failed = |error: Error| verdict::of_core(&error);
        let raw = verb::raw(&context.core, self.media).await.map_err(failed)?;
        let done = match made(&context, &raw).await {
            Ok(made) => {
                let kept = kept(&context, made).await.map_err(failed)?;
                verb::ready(&context.core, self.media, &kept).await
            }
            Err(Refused::Machine(error)) => return Err(verdict::of_core(&Error::unavailable(error))),
            Err(why) => verb::failed(&context.core, self.media, &why.to_string()).await,
        };
        done.map_err(failed)
    }
}

async fn made(context: &Context, raw: &str) -> std::result::Result<film::Made, Refused> {
    let Some(tools) = &context.tools else { return Err(Refused::NoTools(NO_TOOLS)) };
    let (files, name) = (context.files.clone(), files::name_of(raw));
    let read = move || {
        let mut file = Vec::new();
        files.open(&name.ok_or(std::io::ErrorKind::NotFound)?)?.read_to_end(&mut file)?;
        Ok::<_, std::io::Error>(file)
    };
    let file = tokio::task::spawn_blocking(read).await.map_err(std::io::Error::other)??;
    make(tools, file, &Bounds::default()).await
}

/// Keeps the film and a picture of it.
async fn kept(context: &Context, made: film::Made) -> Result<verb::Made> {
    let film = Film { duration: made.duration, frame_rate: made.frame_rate, bitrate: made.bitrate };
    let ending = if made.size.is_some() { "mp4" } else { "mp3" };
    let file = files::keep(context, made.bytes, ending).await?;
    let side = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
    let size = made.size.map(|(width, height)| (side(width), side(height)));
    let (mut preview, mut blurhash) = (None, None);
    if let Some(frame) = made.frame {
        let drawn = tokio::task::spawn_blocking(move || picture::prepare(&frame, &Limits::default()));
        let drawn = drawn.await.map_err(Error::internal)?.map_err(Error::internal)?;
        let ending = if drawn.preview.media_type == "image/png" { "png" } else { "jpg" };
        preview = Some(files::keep(context, drawn.preview.bytes, ending).await?);
        blurhash = Some(drawn.blurhash);
    }
    Ok(verb::Made { file, preview, media_type: made.media_type.to_owned(), blurhash, size, film })
}
