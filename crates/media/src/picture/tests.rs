//! What must never pass, byte by byte, and what must come out upright.

use std::io::Cursor;

use image::codecs::gif::{GifDecoder, GifEncoder};
use image::{AnimationDecoder as _, Delay, DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::{Limits, Refused, prepare};

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Red above, blue below, 40 wide and 20 high.
fn flag() -> DynamicImage {
    RgbImage::from_fn(40, 20, |_, y| if y < 10 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) }).into()
}

fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], payload].concat()
}

/// A JPEG that says "turn me a quarter clockwise", and that carries a secret as EXIF, as XMP and as a comment.
fn talkative() -> Vec<u8> {
    let plain = encoded(&flag(), ImageFormat::Jpeg);
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    tiff.extend(b"SECRETPLACE");
    let exif = segment(0xe1, &[b"Exif\0\0", &tiff[..]].concat());
    let xmp = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>SECRETPLACE</x>");
    let comment = segment(0xfe, b"SECRETPLACE");
    [&plain[..2], &exif, &xmp, &comment, &plain[2..]].concat()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[test]
fn nothing_but_pixels_passes() {
    let sent = talkative();
    assert!(holds(&sent, b"SECRETPLACE"));
    let made = prepare(&sent, &Limits::default()).unwrap();
    for shown in [&made.whole, &made.preview] {
        for word in [&b"SECRETPLACE"[..], b"Exif", b"adobe.com"] {
            assert!(!holds(&shown.bytes, word));
        }
    }
}

#[test]
fn what_lay_on_its_side_stands_up() {
    let made = prepare(&talkative(), &Limits::default()).unwrap();
    assert_eq!((made.whole.width, made.whole.height), (20, 40));
    let shown = image::load_from_memory(&made.whole.bytes).unwrap().to_rgb8();
    assert!(shown.get_pixel(2, 20)[2] > 200, "what was below is on the left");
    assert!(shown.get_pixel(17, 20)[0] > 200, "what was above is on the right");
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    let few = Limits { pixels: 799, ..Limits::default() };
    assert!(matches!(prepare(&encoded(&flag(), ImageFormat::Png), &few), Err(Refused::TooManyPixels { .. })));
    let mut bomb = encoded(&flag(), ImageFormat::Jpeg);
    let frame = bomb.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xc3, 0x50, 0xc3, 0x50]);
    assert!(matches!(prepare(&bomb, &Limits::default()), Err(Refused::TooManyPixels { .. })));
}

#[test]
fn what_is_no_picture_is_refused() {
    let limits = Limits::default();
    assert!(matches!(prepare(b"<svg onload='alert(1)'/>", &limits), Err(Refused::Unknown)));
    assert!(matches!(prepare(b"", &limits), Err(Refused::Unknown)));
    let whole = encoded(&flag(), ImageFormat::Png);
    assert!(matches!(prepare(&whole[..whole.len() / 2], &limits), Err(Refused::Unreadable(_))));
    let few = Limits { bytes: 10, ..limits };
    assert!(matches!(prepare(&whole, &few), Err(Refused::TooLarge { most: 10 })));
}

#[test]
fn large_pictures_shrink_and_what_shows_through_stays_so() {
    let clear: DynamicImage = RgbaImage::from_pixel(400, 100, Rgba([9, 9, 9, 0])).into();
    let limits = Limits { side: 200, preview_side: 50, ..Limits::default() };
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let made = prepare(&encoded(&clear, format), &limits).unwrap();
        assert_eq!((made.whole.width, made.whole.height, made.whole.media_type), (200, 50, "image/png"));
        assert_eq!((made.preview.width, made.preview.height), (50, 13));
        assert!(!made.blurhash.is_empty());
    }
}

/// A GIF of so many frames that carries a secret as a comment.
fn film(frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for shade in 0..frames {
        let picture = RgbaImage::from_pixel(40, 20, Rgba([shade * 40, 0, 0, 255]));
        let delay = Delay::from_numer_denom_ms(120, 1);
        encoder.encode_frame(Frame::from_parts(picture, 0, 0, delay)).unwrap();
    }
    drop(encoder);
    // Behind the screen descriptor and its palette, before the first block.
    let palette = if bytes[10] & 0x80 == 0 { 0 } else { 3 << ((bytes[10] & 7) + 1) };
    let comment = [&[0x21, 0xfe, 11], &b"SECRETPLACE"[..], &[0]].concat();
    bytes.splice(13 + palette..13 + palette, comment);
    bytes
}

#[test]
fn what_moves_keeps_moving_and_says_nothing_else() {
    let sent = film(3);
    assert!(holds(&sent, b"SECRETPLACE"));
    let limits = Limits { side: 20, preview_side: 10, ..Limits::default() };
    let made = prepare(&sent, &limits).unwrap();
    assert_eq!((made.whole.media_type, made.whole.width, made.whole.height), ("image/gif", 20, 10));
    assert!(!holds(&made.whole.bytes, b"SECRETPLACE"));
    let frames = GifDecoder::new(Cursor::new(&made.whole.bytes)).unwrap().into_frames();
    let frames = frames.collect_frames().unwrap();
    assert_eq!(frames.len(), 3);
    assert!(frames.iter().all(|frame| frame.delay().numer_denom_ms() == (120, 1)));
    assert!(frames[2].buffer().get_pixel(3, 3)[0] > 60);
    // Its preview stands still, and so does all of it where nothing is to move.
    assert_ne!(made.preview.media_type, "image/gif");
    let still = prepare(&sent, &Limits { moving: 0, ..limits }).unwrap();
    assert_ne!(still.whole.media_type, "image/gif");
    assert_ne!(prepare(&film(1), &limits).unwrap().whole.media_type, "image/gif");
}

#[test]
fn what_moves_for_too_long_is_refused() {
    let few = Limits { moving: 40 * 20 * 3, ..Limits::default() };
    assert!(prepare(&film(3), &few).is_ok());
    assert!(matches!(prepare(&film(4), &few), Err(Refused::MovesTooLong)));
    let sent = film(3);
    assert!(matches!(prepare(&sent[..sent.len() - 20], &few), Err(Refused::Unreadable(_))));
}
