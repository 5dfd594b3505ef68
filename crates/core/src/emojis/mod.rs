//! Custom emoji of this server.

use crate::accounts::Emoji;
use crate::{Core, Result};

/// A custom emoji's picture.
#[derive(Debug, Clone)]
pub struct Picture {
    /// `image/png`, `image/gif` or `image/webp`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Adds or replaces an emoji. The picture's kind is told by its first bytes; at most 256 kB.
pub async fn add(core: &Core, shortcode: &str, bytes: Vec<u8>) -> Result<()> {
    todo!()
}

/// Removes an emoji.
pub async fn remove(core: &Core, shortcode: &str) -> Result<()> {
    todo!()
}

/// The picture of an emoji.
pub async fn picture(core: &Core, shortcode: &str) -> Result<Picture> {
    todo!()
}

/// Those of `shortcodes` that exist here, with their addresses (`{base}/emoji/{shortcode}`).
pub async fn existing(core: &Core, shortcodes: &[String]) -> Result<Vec<Emoji>> {
    todo!()
}

/// All emoji, by shortcode.
pub async fn all(core: &Core) -> Result<Vec<Emoji>> {
    todo!()
}
