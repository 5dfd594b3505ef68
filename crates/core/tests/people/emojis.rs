//! Custom emoji.

use crate::world::World;
use hearth_core::{Error, emojis};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

#[tokio::test]
async fn an_emoji_is_added_replaced_shown_and_removed() {
    let world = World::new().await;
    let core = &world.core;
    emojis::add(core, "flame", PNG.to_vec()).await.unwrap();
    emojis::add(core, "ash", b"GIF89a and so on".to_vec()).await.unwrap();
    emojis::add(core, "flame", b"RIFF\0\0\0\0WEBP".to_vec()).await.unwrap();
    let picture = emojis::picture(core, "flame").await.unwrap();
    assert_eq!((picture.media_type.as_str(), picture.bytes.len()), ("image/webp", 12));
    let all: Vec<_> = emojis::all(core).await.unwrap().into_iter().map(|emoji| emoji.url).collect();
    assert_eq!(all, ["https://hearth.example/emoji/ash", "https://hearth.example/emoji/flame"]);
    let asked = ["flame".to_owned(), "smoke".to_owned()];
    assert_eq!(emojis::existing(core, &asked).await.unwrap()[0].shortcode, "flame");
    emojis::remove(core, "flame").await.unwrap();
    assert!(matches!(emojis::remove(core, "flame").await, Err(Error::NotFound(_))));
    assert!(matches!(emojis::picture(core, "\0").await, Err(Error::NotFound(_))));
    assert!(matches!(emojis::picture(core, "flame").await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn what_is_no_shortcode_or_no_picture_is_refused() {
    let world = World::new().await;
    for shortcode in ["", "a", "a b", "../x", "é1", &"x".repeat(65)] {
        assert!(matches!(emojis::add(&world.core, shortcode, PNG.to_vec()).await, Err(Error::Invalid(_))));
    }
    let large = [PNG, &vec![0; 256 * 1024][..]].concat();
    for bytes in [Vec::new(), b"<svg onload=x>".to_vec(), b"RIFF\0\0\0\0WAVE".to_vec(), large] {
        assert!(matches!(emojis::add(&world.core, "flame", bytes).await, Err(Error::Invalid(_))));
    }
}
