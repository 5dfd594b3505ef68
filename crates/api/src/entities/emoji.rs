//! `CustomEmoji`.

use hearth_core::accounts::Emoji;
use serde::Serialize;

/// A custom emoji.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct CustomEmoji<'a> {
    shortcode: &'a str,
    url: &'a str,
    static_url: &'a str,
    visible_in_picker: bool,
    category: Option<&'a str>,
}

impl<'a> From<&'a Emoji> for CustomEmoji<'a> {
    fn from(emoji: &'a Emoji) -> Self {
        Self {
            shortcode: &emoji.shortcode,
            url: &emoji.url,
            static_url: &emoji.url,
            visible_in_picker: true,
            category: None,
        }
    }
}
