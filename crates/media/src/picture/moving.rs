//! Pictures that move: each frame is drawn anew, with its time and nothing else.

use super::prepare::within;
use super::{Limits, Refused, Shown};
use image::codecs::gif::{GifDecoder, GifEncoder, Repeat};
use image::{AnimationDecoder as _, DynamicImage, Frame, ImageDecoder as _, ImageFormat};
use std::io::Cursor;

/// How coarsely colours are chosen, 1 to 30: what a still picture would not forgive is not seen in one that moves.
const HASTE: i32 = 20;

/// The whole GIF with all its frames; nothing for what is none, or stands still.
pub(super) fn moving(file: &[u8], limits: &Limits) -> Result<Option<Shown>, Refused> {
    if limits.moving == 0 || image::guess_format(file).ok() != Some(ImageFormat::Gif) {
        return Ok(None);
    }
    let frames = frames(file, limits)?;
    let Some(size) = frames.first().map(|frame| frame.buffer().dimensions()).filter(|_| frames.len() > 1)
    else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, HASTE);
    encoder.set_repeat(Repeat::Infinite)?;
    encoder.encode_frames(frames)?;
    drop(encoder);
    Ok(Some(Shown { bytes, media_type: "image/gif", width: size.0, height: size.1 }))
}

/// The frames as they are seen, small enough. They are counted as they come, before the next one is drawn.
fn frames(file: &[u8], limits: &Limits) -> Result<Vec<Frame>, Refused> {
    let mut decoder = GifDecoder::new(Cursor::new(file))?;
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(limits.memory);
    decoder.set_limits(bounds)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let mut frames = Vec::new();
    let mut drawn = 0;
    for frame in decoder.into_frames() {
        drawn += pixels;
        // The first frame was drawn already, so one alone is never too much.
        if drawn > limits.moving && !frames.is_empty() {
            return Err(Refused::MovesTooLong);
        }
        let frame = frame?;
        let delay = frame.delay();
        let picture = within(DynamicImage::from(frame.into_buffer()), limits.side)?;
        frames.push(Frame::from_parts(picture.into_rgba8(), 0, 0, delay));
    }
    Ok(frames)
}
