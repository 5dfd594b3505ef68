//! Custom emoji of this server.

use crate::accounts::Emoji;
use crate::schema::emojis;
use crate::{Core, Error, Result};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Largest picture, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;

/// A custom emoji's picture.
#[derive(Debug, Clone)]
pub struct Picture {
    /// `image/png`, `image/gif` or `image/webp`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Adds or replaces an emoji. The picture's kind is told by its first bytes; at most 256 kB.
///
/// # Errors
/// [`Error::Invalid`] with what is wrong with the shortcode or the picture.
pub async fn add(core: &Core, shortcode: &str, bytes: Vec<u8>) -> Result<()> {
    check(shortcode)?;
    if bytes.len() > MAX_BYTES {
        return Err(Error::invalid("the picture may have 256 kB"));
    }
    let media_type =
        kind(&bytes).ok_or_else(|| Error::invalid("the picture must be a PNG, GIF or WebP file"))?;
    let picture = (emojis::media_type.eq(media_type), emojis::image.eq(bytes));
    let mut conn = core.db.conn().await?;
    diesel::insert_into(emojis::table)
        .values((emojis::shortcode.eq(shortcode), picture.clone(), emojis::created_at.eq(core.now())))
        .on_conflict(emojis::shortcode)
        .do_update()
        .set(picture)
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// Removes an emoji.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(core: &Core, shortcode: &str) -> Result<()> {
    let mut conn = core.db.conn().await?;
    let removed = diesel::delete(emojis::table.find(shortcode)).execute(&mut conn).await?;
    if removed == 0 { Err(Error::NotFound("emoji")) } else { Ok(()) }
}

/// The picture of an emoji.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn picture(core: &Core, shortcode: &str) -> Result<Picture> {
    check(shortcode).map_err(|_| Error::NotFound("emoji"))?;
    let mut conn = core.db.conn().await?;
    let row = emojis::table
        .find(shortcode)
        .select((emojis::media_type, emojis::image))
        .first::<(String, Vec<u8>)>(&mut conn)
        .await
        .optional()?;
    row.map(|(media_type, bytes)| Picture { media_type, bytes }).ok_or(Error::NotFound("emoji"))
}

/// Those of `shortcodes` that exist here, with their addresses (`{base}/emoji/{shortcode}`), by shortcode.
///
/// # Errors
/// When Postgres fails.
pub async fn existing(core: &Core, shortcodes: &[String]) -> Result<Vec<Emoji>> {
    if shortcodes.is_empty() {
        return Ok(Vec::new());
    }
    let mut conn = core.db.conn().await?;
    let found = emojis::table
        .filter(emojis::shortcode.eq_any(shortcodes))
        .order(emojis::shortcode)
        .select(emojis::shortcode)
        .load(&mut conn)
        .await?;
    Ok(found.into_iter().map(|shortcode| addressed(core, shortcode)).collect())
}

/// All emoji, by shortcode.
///
/// # Errors
/// When Postgres fails.
pub async fn all(core: &Core) -> Result<Vec<Emoji>> {
    let mut conn = core.db.conn().await?;
    let found = emojis::table.order(emojis::shortcode).select(emojis::shortcode).load(&mut conn).await?;
    Ok(found.into_iter().map(|shortcode| addressed(core, shortcode)).collect())
}

fn check(shortcode: &str) -> Result<()> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if (2..=64).contains(&shortcode.len()) && shortcode.bytes().all(plain) {
        return Ok(());
    }
    Err(Error::invalid("a shortcode has 2 to 64 letters a to z, digits and underscores"))
}

fn addressed(core: &Core, shortcode: String) -> Emoji {
    Emoji { url: format!("{}/emoji/{shortcode}", core.here.base()), shortcode }
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
