//! Decodes, turns upright, shrinks and writes anew: only pixels pass, so no place, name or camera does.

use std::borrow::Cow;
use std::io::Cursor;

use fast_image_resize::{FilterType, ResizeAlg, ResizeError, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, RgbImage};

use super::{Limits, moving};

/// Makes a JPEG, PNG, WebP or GIF fit to show. A GIF that moves keeps moving; of others the first frame stays. It takes as long as decoding and encoding do: call it where blocking is allowed.
///
/// # Errors
/// See [`Refused`]; its text may be shown to the person who sent the file.
pub fn prepare(file: &[u8], limits: &Limits) -> Result<Prepared, Refused> {
    let upright = read(file, limits)?;
    let moving = moving::moving(file, limits)?;
    let whole = within(upright, limits.side)?;
    let small = shrunk(&whole, limits.preview_side)?;
    let preview = small.as_ref().unwrap_or(&whole);
    let hash = hash(preview)?;
    let preview = write(preview)?;
    let whole = moving.map_or_else(|| write(&whole), Ok)?;
    Ok(Prepared { whole, preview, blurhash: hash })
}

/// A picture ready to be kept.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The picture, at most [`Limits::side`] long.
    pub whole: Shown,
    /// Its small form, at most [`Limits::preview_side`] long.
    pub preview: Shown,
    /// What to show while it loads (blurha.sh).
    pub blurhash: String,
}

/// One encoded form of a picture.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The file.
    pub bytes: Vec<u8>,
    /// `image/jpeg`, `image/png` where something shows through, or `image/gif` where something moves.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Why a file does not become a picture.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// More bytes than [`Limits::bytes`].
    #[error("this file is larger than {most} bytes: send a smaller one")]
    TooLarge {
        /// The limit.
        most: usize,
    },
    /// More pixels than [`Limits::pixels`].
    #[error("this picture has more than {most} pixels: send a smaller one")]
    TooManyPixels {
        /// The limit.
        most: u64,
    },
    /// Neither JPEG, PNG, WebP nor GIF, whatever it is called.
    #[error("this is not a JPEG, PNG, WebP or GIF picture: send one of these")]
    Unknown,
    /// It moves, and has more pixels in all its frames than [`Limits::moving`].
    #[error("this picture moves for too long: send a shorter or smaller one")]
    MovesTooLong,
    /// It says it is a picture and cannot be read, or needs more memory than it may have.
    #[error("this picture cannot be read: save it anew and send that")]
    Unreadable(#[from] image::ImageError),
    /// It cannot be made smaller.
    #[error("this picture cannot be read: save it anew and send that")]
    Unshrinkable(#[from] ResizeError),
    /// No placeholder could be made of it.
    #[error("this picture cannot be read: save it anew and send that")]
    Unhashable(#[from] blurhash::Error),
}

fn read(file: &[u8], limits: &Limits) -> Result<DynamicImage, Refused> {
    if file.len() > limits.bytes {
        return Err(Refused::TooLarge { most: limits.bytes });
    }
    let format = image::guess_format(file).map_err(|_| Refused::Unknown)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif) {
        return Err(Refused::Unknown);
    }
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(limits.memory);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(Refused::TooManyPixels { most: limits.pixels });
    }
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

pub(super) fn within(picture: DynamicImage, side: u32) -> Result<DynamicImage, Refused> {
    Ok(shrunk(&picture, side)?.unwrap_or(picture))
}

/// A smaller copy whose longer side is `side`; nothing for a picture that is no longer.
fn shrunk(picture: &DynamicImage, side: u32) -> Result<Option<DynamicImage>, Refused> {
    let (width, height) = (picture.width(), picture.height());
    let longer = width.max(height);
    if longer <= side {
        return Ok(None);
    }
    // Rounded, and never without a pixel.
    let scaled = |length: u32| {
        let (length, side, longer) = (u64::from(length), u64::from(side), u64::from(longer));
        u32::try_from((length * side + longer / 2) / longer).unwrap_or(1).max(1)
    };
    let mut smaller = DynamicImage::new(scaled(width), scaled(height), picture.color());
    let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(picture, &mut smaller, &how)?;
    Ok(Some(smaller))
}

fn write(picture: &DynamicImage) -> Result<Shown, Refused> {
    let mut bytes = Vec::new();
    let (width, height) = (picture.width(), picture.height());
    let media_type = if picture.color().has_alpha() {
        let rgba = picture.to_rgba8();
        let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        encoder.write_image(rgba.as_raw(), width, height, image::ExtendedColorType::Rgba8)?;
        "image/png"
    } else {
        JpegEncoder::new_with_quality(&mut bytes, 88).encode_image(&*eight_bits(picture))?;
        "image/jpeg"
    };
    Ok(Shown { bytes, media_type, width, height })
}

/// Red, green and blue of eight bits each: most pictures are, and are not copied.
fn eight_bits(picture: &DynamicImage) -> Cow<'_, RgbImage> {
    picture.as_rgb8().map_or_else(|| Cow::Owned(picture.to_rgb8()), Cow::Borrowed)
}

fn hash(preview: &DynamicImage) -> Result<String, Refused> {
    let small = preview.thumbnail(32, 32).to_rgba8();
    Ok(blurhash::encode(4, 3, small.width(), small.height(), small.as_raw())?)
}
