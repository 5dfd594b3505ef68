//! What one photograph costs at least: decoded, made as large as Hearth keeps it, written again.

use crate::cpu::of_this_thread;
use anyhow::{Result, anyhow};
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, RgbImage};

/// The longer side of what Hearth keeps.
const KEPT: u32 = 3_840;
/// As Hearth writes them.
const QUALITY: u8 = 88;

/// A JPEG of 12 megapixels, as a telephone takes them: gentle slopes under a fine grain, so that neither decoding nor
/// writing is easier than it is with a photograph.
pub fn photograph() -> Result<Vec<u8>> {
    let mut seed: u32 = 12;
    let picture = RgbImage::from_fn(4_000, 3_000, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 28) as u8;
        image::Rgb([(x / 20) as u8 / 2 + grain, (y / 16) as u8 / 2 + grain, ((x + y) / 32) as u8 / 2 + grain])
    });
    write(&picture.into())
}

/// Processor milliseconds of one.
pub fn least(file: &[u8], count: usize) -> Result<f64> {
    let before = of_this_thread()?;
    for _ in 0..count {
        let picture = image::load_from_memory(file)?;
        let (width, height) = (KEPT, KEPT * picture.height() / picture.width());
        let mut kept = DynamicImage::new(width, height, picture.color());
        let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        Resizer::new().resize(&picture, &mut kept, &how)?;
        std::hint::black_box(write(&kept)?);
    }
    Ok((of_this_thread()? - before).as_secs_f64() * 1e3 / count as f64)
}

fn write(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let pixels =
        picture.as_rgb8().ok_or_else(|| anyhow!("the picture has other colours than it was made with"))?;
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(pixels)?;
    Ok(bytes)
}
