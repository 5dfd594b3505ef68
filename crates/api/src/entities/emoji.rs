//! `CustomEmoji`.

use hearth_core::accounts::Emoji;
use hearth_core::here::Here;
use hearth_core::proxied::{Form, Shown};
use serde::Serialize;

/// A custom emoji.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct CustomEmoji<'a> {
    shortcode: &'a str,
    url: Shown<'a>,
    static_url: Shown<'a>,
    visible_in_picker: bool,
    category: Option<&'a str>,
}

impl<'a> CustomEmoji<'a> {
    /// An emoji of this server, or of another and shown through this one.
    pub(crate) fn of(here: &'a Here, emoji: &'a Emoji) -> Self {
        Self {
            shortcode: &emoji.shortcode,
            url: Shown::picture(here, &emoji.url, Form::Whole),
            static_url: Shown::picture(here, &emoji.url, Form::Small),
            visible_in_picker: true,
            category: None,
        }
    }
}
